# mypy: disable-error-code="attr-defined"
# (great_expectations re-exports its names without saying so.)
"""What our own Great Expectations classes share: a judge answers them, the catalogue words them.

Importing this module imports great_expectations, which takes seconds: only code that judges a table may do so.
Each class names its metric, the judge that answers it and a sentence, which is what Data Docs show.
"""

from typing import Any, ClassVar, Literal

import pandas as pd
from great_expectations.compatibility import pydantic
from great_expectations.core import ExpectationValidationResult
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import (
    ColumnMapExpectation,
    Expectation,
    MulticolumnMapExpectation,
    render_suite_parameter_string,
)
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    MulticolumnMapMetricProvider,
    column_condition_partial,
    multicolumn_condition_partial,
)
from great_expectations.render import LegacyRendererType, RenderedStringTemplateContent
from great_expectations.render.renderer.renderer import renderer
from great_expectations.render.renderer_configuration import RendererConfiguration, RendererValueType

from validation import judges
from validation.catalogue import CHECKS
from validation.prepare import holds


class _ToldOnce(Expectation):
    """Base: an expectation that puts its configuration together once; GX asks for it a hundred times and changes none."""

    _told: "tuple[str | None, ExpectationConfiguration] | None" = pydantic.PrivateAttr(default=None)

    @property
    def configuration(self) -> ExpectationConfiguration:
        """What the expectation expects, as GX keeps it."""
        if self._told is None or self._told[0] != self.id:
            self._told = self.id, super().configuration
        return self._told[1]


class ColumnValuesFitType(ColumnMapMetricProvider):
    """Metric: the values of a column are of one of our types."""

    condition_metric_name = "column_values.claimtable_fit_type"
    condition_value_keys = ("type_name",)

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: "pd.Series[Any]", type_name: str, **_: Any) -> "pd.Series[bool]":  # noqa: N805
        return judges.fits_type(column, type_name)


class ExpectColumnValuesToFitType(_ToldOnce, ColumnMapExpectation):
    """Expect the values of a column to be of a type of the schema.

    GX has `ExpectColumnValuesToBeInTypeList`, but on the string columns of pandas 3 it misjudges.
    """

    type_name: str
    map_metric = "column_values.claimtable_fit_type"
    success_keys = ("type_name", "mostly")
    args_keys = ("column", "type_name")

    @classmethod
    def _prescriptive_template(cls, renderer_configuration: RendererConfiguration[Any]) -> RendererConfiguration[Any]:
        renderer_configuration.add_param(name="column", param_type=RendererValueType.STRING)
        renderer_configuration.add_param(name="type_name", param_type=RendererValueType.STRING)
        renderer_configuration.template_str = "$column: every value is null or of type $type_name."
        return renderer_configuration

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    @render_suite_parameter_string
    def _prescriptive_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,  # noqa: ARG003
        runtime_configuration: dict[str, Any] | None = None,
        **_: Any,
    ) -> list[RenderedStringTemplateContent]:
        params = dict(configuration.kwargs) if configuration else {}
        return _rendered("$column: every value is null or of type $type_name.", params, runtime_configuration)


def _rendered(
    template: str, params: dict[str, Any], runtime_configuration: dict[str, Any] | None
) -> list[RenderedStringTemplateContent]:
    styling = (runtime_configuration or {}).get("styling")
    return [
        RenderedStringTemplateContent(
            content_block_type="string_template",
            string_template={"template": template, "params": params, "styling": styling},
        )
    ]


def _make_metric(name: str, metric: str, function: Any) -> None:
    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls: type, column_list: pd.DataFrame, **_: Any) -> "pd.Series[bool]":  # noqa: ARG001
        return function(column_list)  # type: ignore[no-any-return]

    # GX registers a metric when its class is made, so making the class is all there is to do.
    type(
        f"{name}Metric",
        (MulticolumnMapMetricProvider,),
        {
            "__module__": __name__,
            "condition_metric_name": metric,
            "condition_domain_keys": (
                "batch_id",
                "table",
                "column_list",
                "row_condition",
                "condition_parser",
                "ignore_row_if",
            ),
            "condition_value_keys": (),
            "_pandas": _pandas,
        },
    )


class RowsExpectation(_ToldOnce, MulticolumnMapExpectation):
    """Base: a question about several columns of each row, answered by a judge.

    A subclass says its `code` in the catalogue, `judge` and `columns` (in the judge's order); its metric is made here.
    """

    judge: ClassVar[Any]
    columns: ClassVar[tuple[str, ...]]
    code: ClassVar[str]

    ignore_row_if: Literal["all_values_are_missing", "any_value_is_missing", "never"] = "never"
    args_keys = ("column_list",)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.map_metric is None:
            raise TypeError(f"{cls.__name__} names no map_metric")
        if "map_metric" in cls.__dict__:
            _make_metric(cls.__name__, cls.map_metric, cls.judge)

    @classmethod
    def asked(cls) -> list[str]:
        """The columns that the judge is given."""
        return list(cls.columns)

    @classmethod
    def _prescriptive_template(cls, renderer_configuration: RendererConfiguration[Any]) -> RendererConfiguration[Any]:
        renderer_configuration.template_str = CHECKS[cls.code].about
        return renderer_configuration

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    @render_suite_parameter_string
    def _prescriptive_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,  # noqa: ARG003
        result: ExpectationValidationResult | None = None,  # noqa: ARG003
        runtime_configuration: dict[str, Any] | None = None,
        **_: Any,
    ) -> list[RenderedStringTemplateContent]:
        return _rendered(CHECKS[cls.code].about, {}, runtime_configuration)


class WholeTableExpectation(RowsExpectation):
    """Base: what no chunk can answer alone. DuckDB has answered it for the whole table, each row bears its answer."""

    map_metric = "claimtable.holds_in_whole_table"
    judge = staticmethod(judges.all_true)

    @classmethod
    def asked(cls) -> list[str]:
        """The columns of the table, and the answer."""
        return [*cls.columns, holds(cls.code)]
