"""What those who look after an area ask by words of their own: summaries, lists, meetings, files, national figures."""

from __future__ import annotations

from bot.handlers import (
    give_file,
    meeting_list,
    network_facts,
    news,
    report_submit,
    resolution_done,
    zone_summary,
)
from bot.handlers.context import Handler

LISTS = ("stopped", "stale", "population", "elderly", "count")
NETWORK: dict[str, Handler] = {
    zone_summary.INTENT: zone_summary.handle,
    give_file.INTENT: give_file.handle,
    **{f"list.{name}": zone_summary.of(name) for name in LISTS},
    report_submit.BULK: report_submit.bulk,
    report_submit.SENT: report_submit.sent,
    meeting_list.DECISIONS: meeting_list.open_decisions,
    resolution_done.INTENT: resolution_done.handle,
    news.INTENT: news.handle,
    network_facts.BUDGET_INTENT: network_facts.budget,
    network_facts.TARGETS_INTENT: network_facts.targets,
}
"""By name, as in parts/hearing.py."""
