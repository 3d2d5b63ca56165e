"""The invented story's part in the Play Store."""

from sandbox.play.rules import LIMIT, length
from sandbox.server import Sandbox
from sandbox.story import Story
from sandbox.story_reviews import FIREFOX, LATER, OPENING, SECOND_THOUGHTS
from tests.sandbox.play_client import play_client
from tests.sandbox.x_client import until

REVIEWS = [line for line in (*OPENING, *LATER) if line.deed == "review"]


async def test_the_story_opens_with_reviews_of_all_apps_and_one_is_edited_after_its_answer(sandbox: Sandbox) -> None:
    sandbox.run(Story(sandbox, speed=2000).run())
    await until(lambda: len(sandbox.play.reviews) > len(REVIEWS))
    reviews = {review.author: review for review in sandbox.play.reviews}
    assert {review.app for review in reviews.values()} == set(sandbox.play.store.by_app)
    assert {review.language for review in reviews.values()} >= {"en", "de", "fr", "es", "pt-BR", "tr", "ja", "id"}
    assert {"", "<!channel>"} <= set(reviews)
    assert any(not review.text for review in reviews.values())
    olga = reviews["Olga Petersen"]
    assert [version.stars for version in olga.versions] == [1, 4]
    assert olga.answer is not None
    assert olga.answer.at < olga.modified
    assert [review for review in reviews.values() if review.answer] == [olga]


async def test_the_author_thinks_again_when_the_desk_answers(sandbox: Sandbox) -> None:
    story = Story(sandbox, speed=2000)
    sandbox.run(story.run())
    await until(lambda: len(sandbox.play.reviews) > 3)
    review = sandbox.play.written_by("Marek D.", FIREFOX)
    assert review is not None
    async with play_client(sandbox) as client:
        for text in ("Does turning autofill off and on help?", "Does turning autofill off and on again help?"):
            assert (await client.reply(review.id, text))[0] == 200
    await until(lambda: review.stars == 4)
    assert [version.stars for version in review.versions] == [1, 4]


def test_what_the_story_says_could_be_said() -> None:
    assert {line.about for line in (*OPENING, *LATER) if line.about} <= {line.key for line in REVIEWS}
    assert set(SECOND_THOUGHTS) <= {line.key for line in REVIEWS}
    answers = [line.text for line in (*OPENING, *LATER) if line.deed == "answer"]
    assert answers
    assert max(map(length, answers)) <= LIMIT
