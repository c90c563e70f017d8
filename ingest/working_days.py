"""Working days by the calendar of public holidays and of the weekends worked for them (调休), set year by year.

The calendar is a library's; grammar asks for it as an argument and knows none of its own.
"""

from datetime import date, timedelta


def after_working_days(day: date, count: int) -> date | None:
    """Return the day that is ``count`` working days after another, None where the calendar does not know the year."""
    from chinese_calendar import is_workday

    try:
        while count > 0:
            day += timedelta(days=1)
            count -= is_workday(day)
    except (NotImplementedError, OverflowError):  # a year before 2004, or one whose holidays are not set yet
        return None
    return day
