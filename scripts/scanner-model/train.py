"""Learns the scanner's model of wording and writes it to scan/wording; see README.md.

python3 train.py sentences.jsonl
"""

import argparse
import base64
import json
import sys
import time
from pathlib import Path

import numpy as np

import examples
import phrases

ROOT = Path(__file__).parents[2] / 'packages/core'
WORDING = ROOT / 'src/policy/tool-guard/scan/wording'
REFERENCE = ROOT / 'test/policy/tool-guard/scan/wording/scores.json'
# Of the sentences in descriptions of packages that the model has not seen, so many are worded as documentation.
DOCUMENTATION = 0.97
HEADER = '/** Written by scripts/scanner-model/train.py. Do not edit. */\n'


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('sentences')
    parser.add_argument('--tolerated', type=float, default=0.004, help='share of descriptions of unseen packages above the limit')
    parser.add_argument('--kept', type=int, default=128_000, help='phrases that are kept')
    parser.add_argument('--without', default='', help='authors left out of the training and reported, separated by commas')
    parser.add_argument('--alarms', type=int, default=0, help='print so many of the worst sentences of unseen servers')
    parser.add_argument('--dry', action='store_true', help='write nothing')
    return parser.parse_args()


def packed(names, weights):
    """Distances between names in groups of seven bits, the last group marked, each followed by its weight."""
    found, before = bytearray(), 0
    for name, weight in zip(names.tolist(), weights.tolist()):
        distance, groups = name - before, []
        before = name
        while distance > 0 or not groups:
            groups.append(distance & 127)
            distance >>= 7
        groups[0] |= 128
        found += bytes(reversed(groups)) + bytes([weight & 255])
    return base64.b64encode(bytes(found)).decode()


class Model:
    """Scores as scan/wording/phrases.ts computes them."""

    def __init__(self, texts, known, kept):
        counted = {}
        for text in texts:
            weighty = examples.is_weighty(text)
            for sentence, mark in zip(text['sentences'], text['marks']):
                counted.setdefault((sentence, mark), examples.WEIGHTY if weighty else 1 if mark else examples.HONEST)
        named = [known.of(sentence.split(' ')) for sentence, _ in counted]
        marks, importance = np.array([mark for _, mark in counted]), np.array([*map(float, counted.values())])
        self.known, self.size = known, len(counted)
        self.weights = phrases.train(named, marks, importance, kept)

    def of(self, sentences):
        return phrases.score([self.known.of(sentence.split(' ')) for sentence in sentences], self.weights)

    def worst(self, texts):
        """The highest score in each text: of a sentence, or of two in a row."""
        passages = [
            [one for one in [*text['sentences'], *examples.neighbours(text)] if examples.is_judged(one)] for text in texts
        ]
        scores, at, found = self.of([one for each in passages for one in each]), 0, []
        for each in passages:
            found.append(scores[at : at + len(each)].max(initial=-99))
            at += len(each)
        return np.array(found)


def write(weights, limit, documentation):
    names, values, scale = weights
    (WORDING / 'model.ts').write_text(
        f"{HEADER}\n/** Phrases and what speaks for and against a demand. */\nexport const PHRASES =\n  '{packed(names, values)}'\n\n"
        f'/** What a weight of one stands for. */\nexport const SCALE = {scale:.6f}\n\n'
        f'/** What a demand exceeds. */\nexport const LIMIT = {round(limit, 2)}\n\n'
        f'/** What most sentences of published tools stay below. */\nexport const DOCUMENTATION = {round(documentation, 2)}\n'
    )


def reference(texts, model):
    """A few sentences and their scores, to compare what the scanner computes with."""
    chosen = [text['sentences'][0] for text in texts[:: len(texts) // 60] if text['sentences'] and examples.is_judged(text['sentences'][0])]
    found = [{'sentence': one, 'score': round(float(score), 4)} for one, score in zip(chosen, model.of(chosen))]
    REFERENCE.write_text(json.dumps(found, ensure_ascii=False, indent=2) + '\n')


def main():
    options = arguments()
    began = time.time()

    def say(text):
        print(f'{time.time() - began:5.0f} s  {text}', file=sys.stderr, flush=True)

    texts, known = examples.read(options.sentences), phrases.Phrases()
    unseen = [text for text in texts if examples.is_left_out(text)]
    servers = [text for text in unseen if text['source'].startswith('server ')]
    packages = [text for text in unseen if text['source'].startswith('package ')]
    model = Model([text for text in examples.less(texts, options.without) if not examples.is_left_out(text)], known, options.kept)
    say(f'learned from {model.size} sentences')
    of_servers, of_packages = model.worst(servers), model.worst(packages)
    for at in np.argsort(-of_servers)[: options.alarms]:
        text = servers[at]
        say(f"{of_servers[at]:.2f} {text['source']}: {text['sentences'][int(model.of(text['sentences']).argmax())]}")
    for tolerated in sorted({0.002, 0.004, 0.006, 0.01, options.tolerated}):
        limit = np.quantile(of_packages, 1 - tolerated)
        say(f'limit {limit:.2f}: above it {tolerated:.3f} of {len(packages)} descriptions in packages, {np.sum(of_servers > limit)} of {len(servers)} definitions of servers')
        for name in filter(None, options.without.split(',')):
            written = [text for text in texts if text['source'] == f'author {name}']
            share = [np.mean(model.worst([text for text in written if text['hostile'] == hostile]) > limit) for hostile in (True, False)]
            say(f'  {name}: {share[0]:.3f} of what is hostile, {share[1]:.3f} of what is not')
    if options.dry:
        return
    # The limit is known: what was left out is learned from as well.
    limit = float(np.quantile(of_packages, 1 - options.tolerated))
    of_sentences = model.of([one for text in packages for one in text['sentences'] if examples.is_judged(one)])
    documentation = float(np.quantile(of_sentences, DOCUMENTATION))
    model = Model(texts, known, options.kept)
    write(model.weights, limit, documentation)
    reference([text for text in texts if not text['source'].startswith('package ')], model)
    say(f'learned from {model.size} sentences, wrote {WORDING}')


if __name__ == '__main__':
    main()
