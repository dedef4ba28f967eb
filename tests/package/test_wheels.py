"""The two wheels, as a user has them: in an empty environment, in an empty folder, without a network."""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.package
SENTENCE = "宁明县在边境一线143个卡点成立83个临时党支部，由县委书记任总指挥。"
# What reads an article stays under this, in megabytes.
LIMIT = 500
SIZES = """
import importlib.metadata as metadata, json, re
seen, todo = {}, ["jiceng", "zh_jiceng"]
while todo:
    name = re.sub(r"[-_.]+", "-", todo.pop()).lower()
    if name in seen:
        continue
    found = metadata.distribution(name)
    seen[name] = sum(file.locate().stat().st_size for file in found.files or () if file.locate().is_file())
    for requirement in found.requires or ():
        wanted, _, marker = requirement.partition(";")
        if "extra" not in marker:
            todo.append(re.split(r"[^A-Za-z0-9._-]", wanted.strip())[0])
            try:
                metadata.distribution(todo[-1])
            except metadata.PackageNotFoundError:
                todo.pop()
print(json.dumps(seen))
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a program of an environment that holds the wheels and what they need, and nothing else."""
    folder = tmp_path_factory.mktemp("user")
    venv.create(folder / "env", with_pip=True)
    pip = [str(folder / "env" / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    locks = ROOT / "requirements"
    subprocess.run([*pip, "--require-hashes", "-r", locks / "build.txt"], check=True)
    subprocess.run([*pip, "--require-hashes", "--no-build-isolation", "-r", locks / "reading.txt"], check=True)
    # Offline from here on: no index, and every proxy leads nowhere.
    dead = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP", "VIRTUAL_ENV"))}
    environment = {**kept, **dead, "PIP_NO_INDEX": "1", "HOME": str(folder), "no_proxy": ""}
    wheels = sorted((ROOT / "dist").glob("*.whl"))
    assert len(wheels) == 2, "make package builds two wheels"
    subprocess.run([*pip, *map(str, wheels)], check=True, env=environment)
    (folder / "empty").mkdir()

    def run(program: str, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [str(folder / "env" / "bin" / program), *arguments]
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, check=True, env=environment, cwd=folder / "empty"
        )

    return run


def test_the_command_reads_a_sentence(installed: Run) -> None:
    out = installed("jiceng", "extract", "-", "--format", "table", stdin=SENTENCE).stdout
    assert "临时党支部 ─HAS_COUNT 数量为→ 83个" in out


def test_the_library_reads_a_sentence(installed: Run) -> None:
    program = (
        "import jiceng\n"
        f"article = jiceng.load().read({SENTENCE!r})\n"
        "for fact in article.facts: print(fact.subject.name, fact.predicate, fact.object.name)\n"
    )
    out = installed("python", "-c", program).stdout
    assert "宁明县 ESTABLISHES 临时党支部" in out


def test_spacy_loads_the_model_by_name(installed: Run) -> None:
    program = (
        "import json, spacy\n"
        "nlp = spacy.load('zh_jiceng')\n"
        f"doc = nlp({SENTENCE!r})\n"
        "print(json.dumps([[(ent.text, ent.label_) for ent in doc.ents], doc._.relations, nlp.meta]))\n"
    )
    ents, relations, meta = json.loads(installed("python", "-c", program).stdout)
    assert ["临时党支部", "TEMP_BRANCH"] in ents and relations
    assert meta["license"] == "MIT" and meta["sources"] and "ents_f" in meta["performance"]


def test_what_only_training_needs_is_not_there(installed: Run) -> None:
    sizes = json.loads(installed("python", "-c", SIZES).stdout)
    assert not {"scikit-learn", "scipy", "python-crfsuite", "spacy-pkuseg"} & sizes.keys()
    total = sum(sizes.values()) / 1e6
    print(f"installed: {total:.0f} MB", file=sys.stderr)
    assert total < LIMIT, sorted(sizes.items(), key=lambda item: -item[1])[:5]


def test_training_says_which_extra_it_needs(installed: Run) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        installed("jiceng", "train", "--annotations", str(ROOT / "annotations"))
    assert failed.value.stderr.splitlines() == [
        "jiceng: jiceng train: needs scikit-learn; install the extra: pip install 'jiceng[train]'"
    ]
