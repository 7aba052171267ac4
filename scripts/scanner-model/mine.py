"""Prints descriptions of tools and parameters in published npm packages, one {source, text} a line; see README.md.

python3 scripts/scanner-model/mine.py packages.txt > descriptions.jsonl
"""

import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

LARGEST = 6_000_000
# Of one package at most so many: large ones should not outweigh others.
MOST = 900

STRING = r'''(?:"((?:[^"\\\n]|\\.){20,3000})"|'((?:[^'\\\n]|\\.){20,3000})'|`((?:[^`\\$]|\\.|\$(?!\{)){20,5000})`)'''
PLACES = [
    re.compile(r'''(?:\bdescription|["']description["'])\s*:\s*''' + STRING),
    re.compile(r'\.describe\(\s*' + STRING),
    re.compile(r'''\.(?:tool|registerTool)\(\s*["'`][\w.-]+["'`]\s*,\s*''' + STRING),
]
SIMPLE = {'\\n': '\n', '\\t': '\t', '\\"': '"', "\\'": "'", '\\`': '`', '\\\\': '\\'}


def plain(literal):
    text = re.sub(r'\\u\{?([0-9a-fA-F]{4,5})\}?', lambda match: chr(int(match[1], 16)), literal)
    return re.sub(r'''\\[nt"'`\\]''', lambda match: SIMPLE[match[0]], text).strip()


def is_server(name, text):
    if name.endswith('.json'):
        return 'inputSchema' in text
    return re.search(r'inputSchema|registerTool|\.tool\(|McpServer|\.describe\(', text) is not None


def descriptions(archive):
    found = set()
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        for file in files:
            if not file.isfile() or file.size > LARGEST or not re.search(r'\.[cm]?js$|\.json$', file.name):
                continue
            text = files.extractfile(file).read().decode('utf-8', 'ignore')
            if not is_server(file.name, text):
                continue
            for place in PLACES:
                found.update(plain(next(filter(None, groups))) for groups in place.findall(text))
    # A part of a large package is taken from all over it, and is the same each time.
    return sorted((text for text in found if ' ' in text), key=lambda text: hashlib.sha256(text.encode()).digest())[:MOST]


for package in Path(sys.argv[1]).read_text().split():
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(['npm', 'pack', '--loglevel=error', package], cwd=folder, capture_output=True)
        for path in Path(folder).glob('*.tgz'):
            for text in descriptions(path.read_bytes()):
                print(json.dumps({'source': package, 'text': text}, ensure_ascii=False))
        if packed.returncode != 0:
            print(f'{package}: npm pack failed: {packed.stderr.decode().strip()}', file=sys.stderr)
