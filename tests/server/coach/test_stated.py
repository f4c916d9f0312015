"""What of a marked range is said back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.coach.stated import stated


def _of(text: str, marked: str) -> str:
    start = text.index(marked)
    return stated(text, start, start + len(marked))


@pytest.mark.parametrize(
    ("text", "marked", "said"),
    [
        # Who did it, and what it was done to, belong to the clause.
        ("我八点就开始收了", "八点就开始收了", "我八点就开始收了"),
        ("那我家一水池子碗 没法做饭", "一水池子碗 没法做饭", "我家一水池子碗 没法做饭"),
        ("外包的机器吞了我的钱，找外包？", "外包的机器吞了", "外包的机器吞了我的钱"),
        ("等了你家司机11分钟，扣我5块", "司机11分钟，扣我5块", "等了你家司机11分钟，扣我5块"),
        (
            "我代表二期说话，全小区断网第七天",
            "二期说话，全小区断网第七天",
            "我代表二期说话，全小区断网第七天",
        ),
        ("老板的目光让我后背发烫", "目光让我后背发烫", "老板的目光让我后背发烫"),
        ("对讲里放的是音乐，没人接", "讲里放的是音乐，没人接", "对讲里放的是音乐，没人接"),
        ("系统说我签了十年的合约", "签了十年的合约", "我签了十年的合约"),
        # What only leads up to it does not.
        ("那个提货码没有收到", "提货码没有收到", "提货码没有收到"),
        ("我想问快递三天没动了", "快递三天没动了", "快递三天没动了"),
        # Nor is a manner of speaking said back in earnest.
        ("我报了八百遍了，网还是断的", "我报了八百遍了，网还是断的", "网还是断的"),
        # Particles do not, nor what comes after a whole clause.
        ("我的锅裂了呢", "我的锅裂了", "我的锅裂了"),
        ("护照还有五个月到期能飞吗", "护照还有五个月到期", "护照还有五个月到期"),
        # A clause that wishes, asks or shows off is left out of the range.
        ("药费、检测费，一样一样给我赔", "药费、检测费，一样一样", "药费、检测费"),
        ("扣了我两次，怎么回事", "扣了我两次，怎么回事", "扣了我两次"),
        # Who gives in tells nothing; who has reckoned does.
        ("200打发谁呢 算了 200就200吧", "算了 200就200", ""),
        ("算了，押金扣了我一半", "算了，押金扣了我一半", "押金扣了我一半"),
        ("我算了一下多扣了三百", "我算了一下多扣了三百", "我算了一下多扣了三百"),
        ("小哥在群里骂我，截图五张", "小哥在群里骂我，截图五张", "小哥在群里骂我"),
        # What is only supposed is no fact, nor are a lone character and a word of hurry.
        ("她六十八 封三年 万一病了咋办", "她六十八 封三年 万一病了", "她六十八 封三年"),
        ("上周四还清了 一万一千二", "上周四还清了 一万一千二", "上周四还清了 一万一千二"),
        ("盖 盖 会计姓周", "盖 盖 会计姓周", "会计姓周"),
        ("把我号码从名单里删掉，现在", "把我号码从名单里删掉，现在", "把我号码从名单里删掉"),
        (
            "三十个工作日 等我老婆生娃都会喊爸了",
            "三十个工作日 等我老婆生娃都会喊爸了",
            "三十个工作日",
        ),
        # What the customer did then did happen.
        ("昨天没送到我就去站点取了", "昨天没送到我就去站点取了", "昨天没送到我就去站点取了"),
        ("没人接电话 我就给你们发了邮件", "没人接电话", "没人接电话"),
        # What the first half says only together with the turn after it.
        ("检测268项，就漏了最要命的那一项", "检测268项", "检测268项，就漏了最要命的那一项"),
        ("显示签收了，但我没收到", "显示签收了", "显示签收了，但我没收到"),
        # A word is not cut in two, and who says it is not cut off.
        ("我就下个象棋 一天下两盘", "象棋 一天下两盘", "我就下个象棋 一天下两盘"),
        ("怎么收到短信，说我欠款19800分24期，我没借", "说我欠款19800分24期，我没借", "我没借"),
        ("课我不要了，老师换了三个", "课我不要了，老师换了三个", "老师换了三个"),
        ("那我家漏水了", "漏水了", "我家漏水了"),
        # What sounds like a question, a demand or half an answer need be none.
        ("这车动不动就熄火", "这车动不动就熄火", "这车动不动就熄火"),
        ("坏的是左边那个", "坏的是左边那个", "坏的是左边那个"),
        ("你们一句没货就算了", "你们一句没货就算了", "你们一句没货就算了"),
        ("屏不亮了", "屏不亮了", "屏不亮了"),
        ("赔我的是旧的", "赔我的是旧的", "赔我的是旧的"),
        ("等了有三天了吧", "等了有三天了", "等了有三天了"),
        # An order number is no hotline.
        ("单号20260312345678破了", "单号20260312345678破了", "单号20260312345678破了"),
    ],
)
def test_whole_clauses_that_tell_something_are_said_back(text: str, marked: str, said: str) -> None:
    assert _of(text, marked) == said


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("我给11万公里的车延保？", "给11万公里的车延"),
        ("11万和4.8万谁大还要15天？", "11万和4.8万"),
        ("网上不是说3个以内不给换吗？", "网上不是说3个以内"),
        ("谁在里面放的", "里面放的"),
        ("到底有没有号 还是都给黄牛了", "还是都给黄牛了"),
        ("那个 彩铃给我取消", "彩铃给我取消"),
        ("39.9退了，另外验一下", "39.9"),
        ("律师函今天寄，二手车群两千人", "律师函今天寄，二手车群两千人"),
        ("他说“有货，随时发”", "随时发”"),
        ("6点没人打我就打监督电话", "6点没人打"),
        ("今晚20点没有，截图我就发短视频平台", "今晚20点没有"),
        ("三天没有人来 我就带着病人去门口坐着", "三天没有人来"),
        ("你们要是再不来修 我找上面", "你们要是再不来修"),
        ("把你们四家都抄上", "四家都抄上"),
        ("我去看执照… 对的", "我去看执照"),
        ("我两样都要 他打来我自己跟他说", "我两样都要 他打来"),
        ("网信办我已经在填表了", "已经在填表了"),
        ("滴在燃气灶上叫能用？", "滴在燃气灶上叫"),
        ("你们只认数字，那我把号码写在脸上好了", "那我把号码写在脸上好了"),
        ("那我付给平台的饭钱，也是外包的肚子花的", "我付给平台的饭钱，也是外包的肚子花的"),
        ("我在跟你说蟑螂 你跟我说订单", "我在跟你说蟑螂"),
        ("拍了视频 十五秒", "拍了视频"),
        ("我有录音，要不要放给你听", "我有录音"),
        ("现在转 我不等", "现在转 我不等"),
        ("课我不要了", "课我不要了"),
        # To say what the customer demands, gives in to or asks sounds like granting it.
        ("带去体检的钱得你们出", "带去体检的钱得你们出"),
        ("打车的钱你们得报销", "打车的钱你们得报销"),
        ("得 我自己掏这三千一吧 不报了", "我自己掏这三千一"),
        ("给换条不带电的算了", "给换条不带电的算了"),
        ("退货地址发没发", "退货地址发没发"),
        (
            "不补布置了，退我钱，再赔个不是钱能买的晚上",
            "不补布置了，退我钱，再赔个不是钱能买的晚上",
        ),
        ("停了 多交的退我", "多交的退我"),
        ("件多也不能搁两天吧", "件多也不能搁两天"),
        # Half an answer is no clause.
        ("南门那个", "南门那个"),
        ("是有一个 行", "有一个"),
    ],
)
def test_half_a_question_a_wish_or_a_threat_is_not(text: str, marked: str) -> None:
    assert _of(text, marked) == ""


@given(st.text("我你们钱退了，。？ 给怎么“”a1", max_size=30), st.data())
def test_it_is_always_a_piece_of_the_line(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert stated(text, start, end) in text
