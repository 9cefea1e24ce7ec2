"""What a paper proposes under a phrase of its title: found where the abstract proposes it, and nowhere else."""

import pytest

from extract.naming.names import find_names
from extract.naming.titled import find_titled


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        (
            "Careful Shelf Sweeping for Libraries",
            "We propose a novel and simple careful shelf sweeping framework.",
            "careful shelf sweeping",
        ),
        ("Cleaner Libraries via Careful Shelf Sweeping", "This work presents Careful Shelf Sweeping.", "Careful Shelf Sweeping"),
        ("Dust Training to Nurse Old Shelves", "We use a scheme, called dust training, on shelves.", "dust training"),
        ("Quiet Broom Connections in Libraries", "We introduce a quiet broom connection that sweeps.", "quiet broom connection"),
        # the abstract only works on it, or gives it a name of its own
        ("Careful Shelf Sweeping for Libraries", "We study careful shelf sweeping.", None),
        ("Dusty Image Segmentation with Brooms", "We propose a new dusty image segmentation framework.", None),
        ("Careful Shelf Sweeping for Libraries", "We propose a careful shelf sweeping benchmark.", None),
        ("A Sweeping Approach for Libraries", "We propose a sweeping approach.", None),
        ("Careful Shelf Sweeping for Libraries", "We propose BroomNet, a careful shelf sweeping network.", "BroomNet"),
    ],
)
def test_a_phrase_of_the_title_names_what_is_proposed(title: str, text: str, name: str | None) -> None:
    assert find_names(title, text).proposed == name


def test_every_place_of_the_phrase_is_a_place_of_the_name() -> None:
    text = "We propose a careful shelf sweeping model. Careful shelf sweeping wins."
    places = find_titled("Careful Shelf Sweeping for Libraries", text)
    assert [text[place.start : place.end].lower() for place in places] == ["careful shelf sweeping"] * 2
    assert {place.text for place in places} == {"careful shelf sweeping"}
