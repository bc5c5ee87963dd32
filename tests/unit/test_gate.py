from tests.eval.gate import below, risen

FLOORS = {"clean": {"f1": 0.9, "loss<": 0.1}}


def test_figures_at_their_floors_pass():
    assert below("clean", {"f1": 0.9, "loss": 0.1}, FLOORS) == []


def test_a_fallen_figure_and_a_risen_loss_are_named():
    lines = below("clean", {"f1": 0.8, "loss": 0.2}, FLOORS)
    assert len(lines) == 2
    assert lines[0].startswith("clean: f1 is 0.8")


def test_an_unmeasured_figure_is_a_failure():
    assert below("clean", {"f1": 1.0}, FLOORS) == ["clean: loss< was not measured"]


def test_floors_only_rise():
    better = risen({"clean": {"f1": 0.95, "loss": 0.3}}, FLOORS)
    assert better == {"clean": {"f1": 0.95, "loss<": 0.1}}
