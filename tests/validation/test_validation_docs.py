"""What Data Docs show of our own expectations is the sentence of the catalogue."""

import pytest

from validation.catalogue import CHECKS
from validation.run import gx_suites


@pytest.mark.parametrize("table", ["papers", "results", "comparisons", "leaderboards", "run"])
def test_own_expectations_render_their_sentence(table: str) -> None:
    suite = gx_suites().table_suite(table)
    suite.render()
    shown = 0
    for expectation in suite.expectations:
        code = expectation.meta["code"]
        assert expectation.description == CHECKS[code].about
        if type(expectation).__module__.startswith("validation."):
            (block,) = expectation._prescriptive_renderer(configuration=expectation.configuration)
            template, params = block.string_template["template"], block.string_template["params"]
            assert template.replace("$column", params.get("column", "")).endswith(".")
            assert block.content_block_type == "string_template"
            shown += 1
            rendered = [content.value.template for content in expectation.rendered_content]
            assert any(template in text or CHECKS[code].about in text for text in rendered), rendered
    assert shown > 0
