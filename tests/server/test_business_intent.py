"""A service that was given a model of the business's own intents."""

from pathlib import Path

import pytest

from models.training.business.encoder import EncoderOptions
from models.training.business.train import BusinessOptions, train_business
from server.settings import Settings
from tests.models.training.checkpoint import EXPORT_WARNINGS, checkpoint
from tests.service import serving

pytestmark = EXPORT_WARNINGS


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    base, output = checkpoint(folder / "base"), folder / "model"
    options = BusinessOptions(folds=2, encoder=EncoderOptions(epochs=1))
    texts, labels = ["什么时候发货", "能退款"] * 10, ["发货时间", "退款"] * 10
    train_business(texts, labels, base, output, options, lambda *_: None)
    return output


async def test_its_label_is_told_and_kept(model: Path, tmp_path: Path) -> None:
    settings = Settings(port=0, data=tmp_path, intent_model=model)
    async with (
        serving(settings) as service,
        service.peer("source") as source,
        service.watching("c1") as viewer,
    ):
        await source.say("c1", "e1", "什么时候能发货")
        told = await viewer.until("reading", role="customer")
        await source.say("c1", "e2", "今天发", role="agent")
        of_agent = await viewer.until("reading", role="agent")
    assert told["business_intent"]["key"] in {"发货时间", "退款"}
    assert 0.5 <= told["business_intent"]["p"] <= 1
    assert told["intent"]["key"] not in {"发货时间", "退款"}
    assert of_agent["business_intent"] is None
    # Another start, without the model: what was read stays read.
    async with serving(Settings(port=0, data=tmp_path)) as service:
        async with service.peer("viewer") as viewer:
            await viewer.send(type="watch", conversation_id="c1")
            snapshot = await viewer.until("snapshot")
        assert snapshot["readings"][0]["business_intent"] == told["business_intent"]
        async with service.peer("source") as source, service.watching("c1") as viewer:
            await source.say("c1", "e3", "什么时候能发货")
            assert (await viewer.until("reading", seq=3))["business_intent"] is None
