"""``dishu steps``: the steps in order, with what each reads and writes."""

from gongwen.messages import say
from pipelines.exit_codes import OK
from pipelines.plan import STEPS


def show_steps() -> int:
    """Print one block a step."""
    for number, step in enumerate(STEPS, start=1):
        by_year = say("steps.by_year") if step.by_year else ""
        print(f"{number:>2}. {step.name}  {say(f'steps.{step.name}')}{by_year}")
        print(f"      {say('steps.reads')}: {'、'.join(step.reads)}")
        print(f"      {say('steps.writes')}: {'、'.join(step.writes)}")
    return OK
