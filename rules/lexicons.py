"""The lexicons in one place: metrics, data sets and tasks, by any name that papers give them."""

from rules.metric_lexicon import Metric, MetricLexicon, load_metrics

__all__ = ["Metric", "MetricLexicon", "load_metrics"]
