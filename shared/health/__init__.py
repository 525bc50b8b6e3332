"""How well this installation is: gathered here, judged by `shared.domain.health_of_*`."""
