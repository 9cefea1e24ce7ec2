"""The lexicons in one place: metrics, data sets and tasks, by any name that papers give them."""

from rules.dataset_lexicon import Dataset, DatasetLexicon, DatasetMention, TaskLexicon, load_datasets, load_tasks
from rules.metric_lexicon import Metric, MetricLexicon, load_metrics

__all__ = [
    "Dataset",
    "DatasetLexicon",
    "DatasetMention",
    "Metric",
    "MetricLexicon",
    "TaskLexicon",
    "load_datasets",
    "load_metrics",
    "load_tasks",
]
