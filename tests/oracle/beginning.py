"""The people before anything happens: positions in their offices, families and their children."""

from __future__ import annotations

import math

from staffing_sim.agency import Agency
from staffing_sim.plan import Plan
from staffing_sim.world import World, person_luck, position_luck
from tests.oracle.hiring import NewPost, new_posts
from tests.oracle.people import Case, Worker


def make_workers(agency: Agency, world: World, plan: Plan) -> list[Worker]:
    """Return the positions, office by office and role by role: those of day 0, then the plan's."""
    seats: dict[tuple[int, int], int] = {}
    ranks: dict[tuple[int, int], list[int]] = {}
    weights = [office.staff or office.referrals for office in agency.offices]
    for role, described in enumerate(agency.roles):
        for rank in range(described.positions):
            quotients = [
                weight / (2 * seats.get((office, role), 0) + 1)
                for office, weight in enumerate(weights)
            ]
            office = quotients.index(max(quotients))
            seats[office, role] = seats.get((office, role), 0) + 1
            ranks.setdefault((office, role), []).append(rank)
    later: dict[tuple[int, int], list[NewPost]] = {}
    for post in new_posts(agency, plan):
        later.setdefault((post.office, post.role), []).append(post)
    workers: list[Worker] = []
    for (office, role), filled in sorted((seats | dict.fromkeys(later.keys() - seats, 0)).items()):
        posts = later.get((office, role), [])
        count = filled + len(posts)
        described, seed, team = agency.roles[role], world.seed, (office, role)
        of_position = position_luck(described, seed, team, count)
        people = person_luck(seed, team, count, agency.workforce.generations, len(world.pool))
        tenure = 12 * agency.workforce.tenure_years.quantile(of_position["tenure"])
        for seat in range(count):
            worker = Worker(
                len(workers),
                office,
                role,
                float(of_position["part_load"][seat]),
                float(of_position["area"][seat]),
                people[seat],
            )
            workers.append(worker)
            worker.since = -float(tenure[seat])
            if seat >= filled:
                worker.post = posts[seat - filled]
                continue
            worker.rank = ranks[team][seat]
            worker.on_duty = True
            worker.generation = 0
            worker.months_on_duty = math.floor(tenure[seat])
            worker.hazard_left = float(people[seat]["budget"][0])
    return workers


def make_cases(world: World) -> list[Case]:
    """Return the families and then their children, each with all its legs to come."""
    cases = []
    families = len(world.families)
    for number, row in enumerate(world.families):
        legs = [world.family_legs[row["leg"]].copy()] if row["leg"] >= 0 else []
        case = Case(
            number,
            number,
            int(row["size"]),
            int(row["office"]),
            int(row["tier"]),
            legs,
            [int(row["leg"])],
        )
        case.arrival, case.delay = float(row["arrival"]), float(row["delay"])
        cases.append(case)
    for number, row in enumerate(world.children, start=families):
        family = cases[int(row["family"])]
        first, count = int(row["first_leg"]), int(row["legs"])
        offset = len(world.family_legs)
        case = Case(
            number,
            family.number,
            1,
            family.office,
            family.tier,
            [leg.copy() for leg in world.legs[first : first + count]],
            [offset + leg for leg in range(first, first + count)],
            float(row["birth"]),
            families + int(row["household"]),
            int(row["luck"]),
        )
        if row["extended_leg"] >= 0:
            extended = int(row["extended_leg"])
            case.extended = (offset + extended, world.legs[extended].copy())
        case.opened = float(row["opened"])
        case.unseen_run = case.longest_unseen_run = int(row["unseen_run"])
        cases.append(case)
    return cases
