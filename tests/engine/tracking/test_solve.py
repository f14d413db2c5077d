import numpy as np
import pytest

from engine.tracking.solve import boxed_step


@pytest.mark.parametrize("seed", range(20))
def test_the_step_satisfies_the_optimality_conditions_of_the_box(seed: int) -> None:
    random = np.random.default_rng(seed)
    n = int(random.integers(1, 40))
    rows = random.normal(size=(n + 5, n))
    normal, gradient = rows.T @ rows + 0.01 * np.eye(n), random.normal(size=n) * 3
    low, high = -random.random(n) * 0.3, random.random(n) * 0.3
    step = boxed_step(normal, gradient, low, high, rounds=50)
    pull = gradient - normal @ step  # downhill
    assert (step >= low).all()
    assert (step <= high).all()
    inside = (step > low + 1e-9) & (step < high - 1e-9)
    np.testing.assert_allclose(pull[inside], 0, atol=1e-7)
    assert (pull[step <= low + 1e-9] <= 1e-7).all()
    assert (pull[step >= high - 1e-9] >= -1e-7).all()


def test_without_a_box_it_is_the_solution_of_the_linear_system() -> None:
    normal = np.array([[2.0, 0.5], [0.5, 1.0]])
    step = boxed_step(normal, np.array([1.0, -1.0]), np.full(2, -np.inf), np.full(2, np.inf))
    np.testing.assert_allclose(normal @ step, [1.0, -1.0])
