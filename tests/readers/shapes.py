"""One invented paper in every format, each with the traps of the format's published shape."""
# ruff: noqa: E501 - formats have lines as long as they are published

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

ABSTRACT = (
    "We present Tidewrack, a parser for R&D notes that needs < 5 GB of memory. On BarBank it reaches 91.2% F1, compared to "
    "88.1% for DenseMark. It lowers the word error rate on LibriSpeech test-clean from 3.1% to 2.6%."
)
TITLE = "Tidewrack: Parsing Gödel's Notes on R&D"
DOI = "10.5555/tide.2024.7"
AUTHORS = ("Zoë Ångström", "Bo Li")

# arXiv indents the first line and breaks the others hard.
BROKEN = "  " + ABSTRACT.replace("notes that", "notes\nthat").replace("error rate", "error\nrate") + "\n"
LATEX = ABSTRACT.replace("%", r"\%").replace("&", r"\&").replace("< 5", "$<$ 5")
XML = escape(ABSTRACT)
XML_BROKEN = escape(BROKEN)
XML_TITLE = escape(TITLE)


def _lines(*objects: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in objects)


def _index(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for position, word in enumerate(text.split()):
        found.setdefault(word, []).append(position)
    return found


JSONL = b"\xef\xbb\xbf" + _lines(
    {
        "id": "tide",
        "title": TITLE,
        "abstract": ABSTRACT,
        "published": "2024-03-05",
        "authors": list(AUTHORS),
        "doi": f"https://doi.org/{DOI}",
    }
).replace(b"\n", b"\r\n")

SNAPSHOT = _lines(
    {
        "id": "2403.00010", "submitter": "Bo Li", "authors": "Zo\\\"e {\\AA}ngstr\\\"om (Foo Lab, Bar), Bo Li",
        "title": TITLE.replace(": ", ":\n  "), "comments": "12 pages,\n  3 figures", "journal-ref": None, "doi": DOI.upper(),
        "report-no": None, "categories": "cs.CL stat.ML", "license": "http://creativecommons.org/licenses/by/4.0/",
        "abstract": BROKEN,
        "versions": [
            {"version": "v1", "created": "Tue, 5 Mar 2024 19:18:42 GMT"}, {"version": "v2", "created": "Wed, 24 Jul 2024 20:10:27 GMT"},
        ],
        "update_date": "2024-07-25", "authors_parsed": [["Ångström", "Zoë", ""], ["Li", "Bo", ""]],
    },
    {
        "id": "0704.0100", "submitter": "X", "authors": "A. Foo", "title": "Withdrawn", "comments": None, "journal-ref": None,
        "doi": None, "report-no": None, "categories": "cs.CL", "license": None, "abstract": None,
        "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}], "update_date": "2007-05-23",
        "authors_parsed": [["Foo", "A.", "", "Bar Institute"]],
    },
)  # fmt: skip

_HARD_TITLE = XML_TITLE.replace(": ", ":\n  ")
ATOM = f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/Foo</id>
  <title>arXiv Query: search_query=all:tide&amp;id_list=&amp;start=0&amp;max_results=10</title>
  <updated>2024-11-11T18:34:08Z</updated>
  <link href="https://arxiv.org/api/query?search_query=all:tide" type="application/atom+xml"/>
  <opensearch:totalResults>2</opensearch:totalResults>
  <entry>
    <id>http://arxiv.org/abs/2403.00010v2</id>
    <title>{_HARD_TITLE}</title>
    <updated>2024-07-24T20:10:27Z</updated>
    <link href="https://arxiv.org/abs/2403.00010v2" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/2403.00010v2" rel="related" type="application/pdf" title="pdf"/>
    <summary>{XML_BROKEN}</summary>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <category term="stat.ML" scheme="http://arxiv.org/schemas/atom"/>
    <published>2024-03-05T19:18:42Z</published>
    <arxiv:comment>12 pages, 3 figures</arxiv:comment>
    <arxiv:primary_category term="cs.CL"/>
    <author><name>Zoë Ångström</name><arxiv:affiliation>Foo Lab</arxiv:affiliation></author>
    <author><name>Bo Li</name></author>
    <arxiv:doi>{DOI.upper()}</arxiv:doi>
  </entry>
  <entry>
    <id>https://arxiv.org/abs/hep-th/9901001v1</id>
    <title>An Older One</title>
    <summary>We show A.</summary>
    <published>1999-01-01T00:00:00Z</published>
    <author><name>A. Foo</name></author>
  </entry>
</feed>
""".encode()

_OAI = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
<responseDate>2024-08-01T00:00:00Z</responseDate>
<request verb="ListRecords" metadataPrefix="PREFIX" set="cs">http://oaipmh.arxiv.org/oai</request>
<ListRecords>
<record>
<header><identifier>oai:arXiv.org:2403.00010</identifier><datestamp>2024-07-25</datestamp><setSpec>cs:cs:CL</setSpec></header>
<metadata>
METADATA
</metadata>
</record>
<record>
<header status="deleted">
<identifier>oai:arXiv.org:2403.99999</identifier><datestamp>2024-07-25</datestamp>
</header>
</record>
<resumptionToken cursor="0" completeListSize="2"/>
</ListRecords>
</OAI-PMH>
"""
OAI_RAW = _OAI.replace("PREFIX", "arXivRaw").replace("METADATA", f"""<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/" \
xsi:schemaLocation="http://arxiv.org/OAI/arXivRaw/ http://arxiv.org/OAI/arXivRaw.xsd">
<id>2403.00010</id><submitter>Bo Li</submitter>
<version version="v2"><date>Wed, 24 Jul 2024 20:10:27 GMT</date><size>40kb</size></version>
<version version="v1"><date>Tue, 5 Mar 2024 19:18:42 GMT</date><size>42kb</size><source_type>D</source_type></version>
<title>{XML_TITLE}</title><authors>Zoë Ångström (Foo Lab, Bar), Bo Li ((1) Baz, (2) Qux)</authors><categories>cs.CL stat.ML</categories>
<comments>12 pages, 3 figures</comments><doi>{DOI.upper()}</doi>
<license>http://creativecommons.org/licenses/by/4.0/</license>
<abstract>{XML_BROKEN}</abstract></arXivRaw>""").encode()  # fmt: skip
OAI_ARXIV = _OAI.replace("PREFIX", "arXiv").replace("METADATA", f"""<arXiv xmlns="http://arxiv.org/OAI/arXiv/">
<id>2403.00010</id><created>2024-03-05</created><updated>2024-07-24</updated>
<authors><author><keyname>Ångström</keyname><forenames>Zoë</forenames><affiliation>Foo Lab</affiliation></author>
<author><keyname>Li</keyname><forenames>Bo</forenames></author></authors>
<title>{XML_TITLE}</title><categories>cs.CL stat.ML</categories><doi>{DOI}</doi>
<abstract>{XML_BROKEN}</abstract></arXiv>""").encode()  # fmt: skip
OAI_DC = _OAI.replace("PREFIX", "oai_dc").replace("METADATA", f"""<oai_dc:dc \
xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>{XML_TITLE}</dc:title><dc:creator>Ångström, Zoë</dc:creator><dc:creator>Li, Bo</dc:creator>
<dc:subject>Computer Science - Computation and Language</dc:subject>
<dc:description>Comment: 12 pages, 3 figures</dc:description>
<dc:description>{XML_BROKEN}</dc:description>
<dc:date>2024-03-05</dc:date><dc:date>2024-07-24</dc:date><dc:type>text</dc:type>
<dc:identifier>http://arxiv.org/abs/2403.00010</dc:identifier><dc:identifier>J. of Foo 7 (2024)</dc:identifier>
<dc:identifier>doi:{DOI.upper()}</dc:identifier></oai_dc:dc>""").encode()  # fmt: skip

ACL_XML = f"""<?xml version='1.0' encoding='UTF-8'?>
<collection id="2024.foo">
  <volume id="1" ingest-date="2024-03-06" type="proceedings">
    <meta>
      <booktitle>Proceedings of the First Workshop on Foo</booktitle>
      <month>March 5</month>
      <year>2024</year>
      <url hash="824da9cc">2024.foo-1</url>
    </meta>
    <frontmatter><url hash="783b56cd">2024.foo-1.0</url><bibkey>foo-2024-foo</bibkey></frontmatter>
    <paper id="1">
      <title><fixed-case>T</fixed-case>idewrack: Parsing <fixed-case>G</fixed-case>ödel’s Notes on <fixed-case>R&amp;D</fixed-case></title>
      <author><first>Zoë</first><last>Ångström</last></author>
      <author id="bo-li"><first>Bo</first><last>Li</last></author>
      <pages>1–10</pages>
      <abstract>{XML.replace("BarBank", "<fixed-case>B</fixed-case>ar<fixed-case>B</fixed-case>ank").replace("&lt; 5", "<tex-math>&lt;</tex-math> 5")}</abstract>
      <url hash="61daae5b">2024.foo-1.1</url>
      <doi>{DOI}</doi>
      <bibkey>angstrom-li-2024-tidewrack</bibkey>
    </paper>
    <paper id="2"><title>No Abstract Here</title><author><first/><last>Foo</last></author></paper>
  </volume>
</collection>
""".encode()

ACL_BIB = f"""@inproceedings{{angstrom-li-2024-tidewrack,
    title = "Tidewrack: Parsing {{G}}{{\\"o}}del's Notes on {{R}}{{\\&}}{{D}}",
    author = "{{\\AA}}ngstr{{\\"o}}m, Zo{{\\"e}}  and
      Li, Bo",
    booktitle = "Proceedings of the First Workshop on Foo",
    month = mar,
    year = "2024",
    publisher = "Association for Foo",
    url = "https://aclanthology.org/2024.foo-1.1/",
    doi = "{DOI}",
    pages = "1--10",
    abstract = "{LATEX}"
}}
@proceedings{{foo-2024-foo,
    title = "Proceedings of the First Workshop on Foo",
    month = mar,
    year = "2024"
}}
""".encode()

ZOTERO_BIB = f"""% Encoding: UTF-8
@string{{foo = "Journal of Foo"}}

@comment{{jabref-meta: databaseType:bibtex;}}

@article{{ tide24,
\ttitle = {{Tidewrack: {{Parsing}} G{{\\"o}}del's Notes on {{R}}\\&D}},
\tauthor = {{{{\\AA}}ngstr{{\\"o}}m, Zo{{\\"e}} and Li, Bo}},
\tjournal = foo,
\tdate = {{2024-03-05}},
\teprint = {{2403.00010}},
\tarchiveprefix = {{arXiv}},
\tdoi = {{{DOI}}},
\tkeywords = {{parsing, notes}},
\tabstract = {{{LATEX.replace("BarBank", "{BarBank}")}}},
}}
""".replace("\n", "\r\n").encode()

RIS = f"""Provider: Foo Press\r
Content: text/plain; charset="UTF-8"\r
\r
TY  - JOUR\r
ID  - tide24\r
TI  - {TITLE}\r
AU  - Ångström, Zoë\r
AU  - Li, Bo\r
JO  - Journal of Foo\r
DA  - 2024/03/05/\r
PY  - 2024\r
DO  - {DOI}\r
UR  - https://foo.example/tide\r
KW  - parsing\r
KW  - notes\r
AB  - {ABSTRACT}\r
ER  - \r
\r
TY  - BOOK\r
TI  - No Abstract Here\r
ER  - \r
""".encode()

_WORK = {
    "id": "https://openalex.org/W7", "doi": f"https://doi.org/{DOI}", "title": TITLE, "display_name": TITLE,
    "publication_year": 2024, "publication_date": "2024-03-05", "ids": {"openalex": "https://openalex.org/W7"},
    "primary_location": {"landing_page_url": f"https://doi.org/{DOI}", "source": {"display_name": "Journal of Foo"}},
    "locations": [{"landing_page_url": "http://arxiv.org/abs/2403.00010"}, {"landing_page_url": None}],
    "authorships": [{"author_position": "first", "author": {"id": "https://openalex.org/A1", "display_name": name}} for name in AUTHORS],
    "topics": [{"display_name": "Parsing", "score": 0.9}], "abstract_inverted_index": _index(ABSTRACT),
}  # fmt: skip
_BARE_WORK = {"id": "https://openalex.org/W8", "title": None, "display_name": None, "abstract_inverted_index": None}
OPENALEX = _lines(_WORK, _BARE_WORK)
OPENALEX_PAGE = json.dumps(
    {"meta": {"count": 2, "page": 1, "per_page": 25}, "results": [_WORK, _BARE_WORK], "group_by": []},
    indent=2,
    ensure_ascii=False,
).encode()

_S2 = {
    "paperId": "649def34f8be52c8b66281af98ae884c09aef38b", "corpusId": 7, "externalIds": {"ArXiv": "2403.00010", "DOI": DOI, "CorpusId": 7},
    "url": "https://www.semanticscholar.org/paper/649def34", "title": TITLE, "abstract": ABSTRACT, "venue": "Journal of Foo", "year": 2024,
    "publicationDate": "2024-03-05", "fieldsOfStudy": ["Computer Science"], "authors": [{"authorId": "1", "name": name} for name in AUTHORS],
}  # fmt: skip
S2_SEARCH = json.dumps({"total": 2, "offset": 0, "next": 2, "data": [_S2, {**_S2, "paperId": "b", "abstract": None}]}).encode()
S2_BATCH = json.dumps([_S2, None], indent=1).encode()
S2_BULK = _lines(
    {
        "corpusid": 7, "externalids": {"ACL": None, "ArXiv": "2403.00010", "DOI": DOI, "CorpusId": "7"}, "title": TITLE, "abstract": ABSTRACT,
        "url": "https://www.semanticscholar.org/paper/649def34", "authors": [{"authorId": "1", "name": name} for name in AUTHORS],
        "venue": "", "year": 2024, "publicationdate": "2024-03-05", "s2fieldsofstudy": [{"category": "Computer Science", "source": "s2"}],
    },
    {"corpusid": 8, "openaccessinfo": {"externalids": {"DOI": "10.5555/8", "ArXiv": None}, "license": None}, "abstract": "We show A."},
)  # fmt: skip

_FIRST, _REST = ABSTRACT.split(" On BarBank", 1)
PUBMED = f"""<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2024//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_240101.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">38000007</PMID>
<Article PubModel="Print-Electronic">
<Journal><JournalIssue CitedMedium="Internet"><PubDate><Year>2024</Year><Month>Mar</Month><Day>05</Day></PubDate></JournalIssue>
<Title>Journal of Foo</Title></Journal>
<ArticleTitle><i>Tidewrack</i>: Parsing Gödel's Notes on R&amp;D</ArticleTitle>
<ELocationID EIdType="doi" ValidYN="Y">{DOI.upper()}</ELocationID>
<Abstract>
<AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">{escape(_FIRST)}</AbstractText>
<AbstractText Label="RESULTS" NlmCategory="RESULTS">{escape("On BarBank" + _REST).replace("F1", "F<sub>1</sub>")}</AbstractText>
<CopyrightInformation>Copyright 2024 Foo Press.</CopyrightInformation>
</Abstract>
<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Ångström</LastName><ForeName>Zoë</ForeName><Initials>Z</Initials></Author>
<Author ValidYN="Y"><LastName>Li</LastName><ForeName>Bo</ForeName></Author><Author><CollectiveName>Foo Group</CollectiveName></Author></AuthorList>
<ArticleDate DateType="Electronic"><Year>2024</Year><Month>01</Month><Day>09</Day></ArticleDate>
</Article>
<MeshHeadingList><MeshHeading><DescriptorName UI="D1">Parsing</DescriptorName></MeshHeading></MeshHeadingList>
</MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">38000007</ArticleId><ArticleId IdType="doi">{DOI}</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle>
<PubmedArticle><MedlineCitation><PMID Version="1">38000008</PMID><Article><ArticleTitle>No Abstract.</ArticleTitle></Article></MedlineCitation>
</PubmedArticle>
<DeleteCitation><PMID Version="1">38000009</PMID></DeleteCitation>
</PubmedArticleSet>
""".encode()

CSV = (
    '\ufeff"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Url","Abstract Note","Date"\r\n'
    f'"TIDE24","journalArticle","2024","Ångström, Zoë; Li, Bo","{TITLE}","Journal of Foo","{DOI}","","{ABSTRACT}","2024-03-05"\r\n'
    '"BARE","book","2023","Foo, A.","No Abstract Here","","","","",""\r\n'
).encode()
TSV = (
    f"id\ttitle\tabstract\tpublished\tdoi\tauthors\ntide\t{TITLE}\t{ABSTRACT}\t2024-03-05\t{DOI}\tZoë Ångström; Bo Li\n".encode()
)

_TEX = LATEX.replace("Tidewrack", r"\ours").replace("On BarBank", "% a remark, 12% of it\nOn BarBank")
TEX = rf"""% \begin{{abstract}} an older one \end{{abstract}}
\documentclass[11pt]{{article}}
\newcommand{{\ours}}{{Tidewrack\xspace}}
\title[Short]{{\ours: Parsing G\"odel's \\ Notes on R\&D}}
\author{{Zo\"e {{\AA}}ngstr\"om \and Bo Li}}
\begin{{document}}
\maketitle
\begin{{abstract}}
{_TEX}
\end{{abstract}}
\section{{Introduction}} Not this 99.9\%.
\end{{document}}
""".encode()

MARKDOWN = f"""---
title: "A Reading List"
date: 2024-03-05
---

# {TITLE.replace("&", "&amp;")}

Zoë Ångström and Bo Li

## Abstract

{ABSTRACT.replace("91.2% F1", "**91.2%** F1").replace("< 5", "&lt; 5").replace(" On BarBank", chr(10) + "On BarBank")}

## Introduction

Not this 99.9%.
""".encode()

TEXT = f"{TITLE}\n\n{ABSTRACT}\n".encode()


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "paper_id": [7, 8],
            "title": [TITLE, None],
            "abstract": [ABSTRACT, None],
            "doi": [DOI, None],
            "authors": [list(AUTHORS), None],
        }
    )
    day = pa.array([19_787, None], pa.date32())  # 2024-03-05
    out = BytesIO()
    pq.write_table(table.append_column("published", day), out, row_group_size=1)
    return out.getvalue()


def _excel() -> bytes:
    from datetime import datetime

    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["notes", "of another kind"])
    sheet = book.create_sheet("papers")
    sheet.append([])
    sheet.append(["Id", "Title", "Abstract", "Date", "DOI", "Authors"])
    sheet.append([7, TITLE, ABSTRACT, datetime(2024, 3, 5), DOI, "Zoë Ångström; Bo Li"])
    sheet.append([8, "No Abstract Here"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


# name -> file name, reader, bytes, whether title, day, DOI and authors come with it
SHAPES: dict[str, tuple[str, str, bytes | Callable[[], bytes], str]] = {
    "JSON Lines": ("mine.jsonl", "jsonl", JSONL, "title day doi authors"),
    "arXiv snapshot": ("snapshot.json", "arxiv-snapshot", SNAPSHOT, "title day doi authors"),
    "arXiv Atom": ("query", "arxiv-atom", ATOM, "title day doi authors"),
    "OAI arXivRaw": ("raw.xml", "oai-pmh", OAI_RAW, "title day doi authors"),
    "OAI arXiv": ("arxiv.xml", "oai-pmh", OAI_ARXIV, "title day doi authors"),
    "OAI Dublin Core": ("dc.xml", "oai-pmh", OAI_DC, "title day doi"),
    "ACL XML": ("2024.foo.xml", "acl-xml", ACL_XML, "day doi authors"),
    "ACL BibTeX": ("anthology.bib", "bibtex", ACL_BIB, "title doi"),
    "BibLaTeX": ("mine.txt", "bibtex", ZOTERO_BIB, "title day doi"),
    "RIS": ("export.ris", "ris", RIS, "title day doi"),
    "OpenAlex lines": ("works.jsonl", "openalex", OPENALEX, "title day doi authors"),
    "OpenAlex page": ("works.json", "openalex", OPENALEX_PAGE, "title day doi authors"),
    "Semantic Scholar search": ("search.json", "semantic-scholar", S2_SEARCH, "title day doi authors"),
    "Semantic Scholar batch": ("batch.json", "semantic-scholar", S2_BATCH, "title day doi authors"),
    "Semantic Scholar bulk": ("bulk.jsonl", "semantic-scholar", S2_BULK, "title day doi authors"),
    "PubMed": ("efetch.xml", "pubmed", PUBMED, "title day doi"),
    "CSV": ("zotero.csv", "csv", CSV, "title day doi"),
    "TSV": ("papers.txt", "csv", TSV, "title day doi authors"),
    "Parquet": ("papers.parquet", "parquet", _parquet, "title day doi authors"),
    "Excel": ("papers.xlsx", "excel", _excel, "title day doi authors"),
    "LaTeX": ("paper.tex", "latex", TEX, "title"),
    "Markdown": ("paper.md", "markdown", MARKDOWN, "title day"),
    "plain text": ("paper.txt", "text", TEXT, "title"),
}


def shape(name: str) -> bytes:
    """The bytes of a format's file."""
    made = SHAPES[name][2]
    return made() if callable(made) else made
