"""The label vocabulary shared by classifiers, coach, wire protocol and evaluation.

Keys are English and stable; they are what is stored and sent. The Chinese names are
what a person sees. Definitions and fine lines are in ``models/corpus/GUIDE.md``.
"""

from typing import Final

Role = str
CUSTOMER: Final = "customer"
AGENT: Final = "agent"
ROLES: Final = (CUSTOMER, AGENT)

EMOTIONS: Final[dict[str, str]] = {
    "calm": "平静",
    "pleased": "满意",
    "confused": "困惑",
    "anxious": "焦急",
    "disappointed": "失望",
    "dissatisfied": "不满",
    "angry": "愤怒",
}

VALENCE: Final[dict[str, float]] = {
    "calm": 0.0,
    "pleased": 1.0,
    "confused": -0.2,
    "anxious": -0.4,
    "disappointed": -0.6,
    "dissatisfied": -0.6,
    "angry": -1.0,
}

# In order of precedence: where several apply, the first is the label.
INTENTS: Final[dict[str, str]] = {
    "threaten": "威胁曝光/维权",
    "escalate": "升级/转接",
    "complain_service": "投诉服务",
    "request_apology": "要求道歉/说法",
    "request_refund": "退款/退货",
    "request_exchange": "换货",
    "request_compensation": "赔偿/补差",
    "request_resend": "补发",
    "request_repair": "维修/安装",
    "request_invoice": "发票",
    "change_order": "修改/取消订单",
    "urge": "催促",
    "report_problem": "反映问题",
    "suggest_improvement": "改进建议",
    "ask_status": "查询进度",
    "ask_info": "咨询",
    "deny": "否认/拒绝",
    "inform": "提供信息",
    "affirm": "确认/接受",
    "thank": "致谢",
    "farewell": "结束",
    "greet": "问候",
    "other": "其他",
}

DEMANDS: Final[dict[str, str]] = {
    "compensatory": "补偿型",
    "corrective": "修复型",
    "preventive": "预防型",
    "emotional": "情感型",
}

DEMAND_OF_INTENT: Final[dict[str, str]] = {
    "request_refund": "compensatory",
    "request_exchange": "compensatory",
    "request_resend": "compensatory",
    "request_compensation": "compensatory",
    "report_problem": "corrective",
    "request_repair": "corrective",
    "request_invoice": "corrective",
    "change_order": "corrective",
    "ask_status": "corrective",
    "urge": "corrective",
    "suggest_improvement": "preventive",
    "request_apology": "emotional",
    "complain_service": "emotional",
    "escalate": "emotional",
    "threaten": "emotional",
}

# The six-step complaint method, in its order.
STEPS: Final[dict[str, str]] = {
    "listen": "听 倾听诉求",
    "empathize": "同 共情回应",
    "clarify": "问 澄清问题",
    "resolve": "办 执行解决",
    "negotiate": "议 协商共识",
    "thank": "谢 致谢闭环",
}

FEEL: Final[dict[str, str]] = {
    "fact": "事实确认",
    "emotion": "情感回应",
    "explain": "解释原因",
    "link": "解决方案",
}

FAULTS: Final[dict[str, str]] = {
    "blame_shift": "推诿",
    "argue": "争辩",
    "cold": "冷漠机械",
    "overpromise": "越权承诺",
    "rude": "生硬失礼",
    "premature_close": "急于结束",
}

INDUSTRIES: Final[dict[str, str]] = {
    "auto-home": "汽车家居",
    "banking": "银行",
    "digital-services": "数字服务",
    "ecommerce-apparel": "电商服饰",
    "ecommerce-appliances": "电商家电",
    "education-healthcare": "教育医疗",
    "food-delivery": "外卖",
    "grocery-community": "生鲜社区",
    "insurance": "保险",
    "logistics": "物流",
    "payments-lending": "支付信贷",
    "public-hotline": "政务热线",
    "ride-hailing": "网约车",
    "telecom": "电信",
    "travel": "旅游",
    "utilities-property": "水电物业",
}

CHANNELS: Final[dict[str, str]] = {"chat": "在线聊天", "call": "电话"}
TIERS: Final[dict[str, str]] = {
    "inquiry": "咨询",
    "general": "一般",
    "serious": "严重",
    "critical": "恶性",
}
