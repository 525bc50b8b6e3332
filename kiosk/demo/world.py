"""The morning's world upstream: the six people of the demo site, on the rota around now."""

from typing import Any

PEOPLE = {
    1053: ("Ana", "Ribeiro"),
    1054: ("Ben", "Okafor"),
    1055: ("Chloé", "Tremblay"),
    1056: ("Dev", "Patel"),
    1057: ("Emil", "Sørensen"),
    1058: ("Fatou", "Diallo"),
}
NAMES = {f"{first} {last}": str(number) for number, (first, last) in PEOPLE.items()}
POSITIONS = {382: "Guard, Gate 2", 383: "Patrol"}


def world() -> dict[str, Any]:
    """Employees, positions and a shift for everybody but Dev, who is asked for his position."""
    return {
        "accounts": [{"id": 687, "name": "Harbour Tower", "latitude": 45.5017, "longitude": -73.5673, "radius_m": 150}],
        "positions": [{"id": number, "name": name, "account": 687} for number, name in POSITIONS.items()],
        "employees": [
            {"id": number, "firstName": first, "lastName": last, "customId": str(number), "status": "ACTIVE"}
            for number, (first, last) in PEOPLE.items()
        ],
        "assignments": [{"employee": number, "account": 687} for number in PEOPLE],
        "shifts": [
            _shift(100594, 1053, 382, "now+2m"),
            _shift(100595, 1054, 383, "now+2m"),
            _shift(100596, 1055, 382, "now-25m"),
            _shift(100597, 1057, 383, "now+30m"),
            _shift(100598, 1058, 382, "now+2m"),
        ],
    }


def _shift(number: int, employee: int, position: int, start: str) -> dict[str, Any]:
    return {
        "id": number,
        "employee": employee,
        "position": position,
        "account": 687,
        "startDateTime": start,
        "endDateTime": "now+8h",
    }
