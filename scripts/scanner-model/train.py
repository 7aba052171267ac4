"""Learns the scanner's model of wording and writes it to scan/wording; see README.md.

python3 train.py sentences.jsonl judged.jsonl
"""

import argparse
import base64
import json
import sys
import textwrap
import time
from pathlib import Path

import numpy as np

import examples
import network
import phrases

ROOT = Path(__file__).parents[2] / 'packages/core'
WORDING = ROOT / 'src/policy/tool-guard/scan/wording'
REFERENCE = ROOT / 'test/policy/tool-guard/scan/wording/scores.json'
HEADER = '/** Written by scripts/scanner-model/train.py. Do not edit. */\n'


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('sentences')
    parser.add_argument('judged', help='what teacher.py printed')
    parser.add_argument('--tolerated', type=float, default=0.005, help='share of descriptions of unseen packages above the limit')
    parser.add_argument('--gate', type=float, default=-2.5, help='sentences whose phrases score less are not judged further')
    parser.add_argument('--share', type=float, default=0.35, help='of the score that the network has')
    parser.add_argument('--kept', type=int, default=64_000, help='phrases that are kept')
    parser.add_argument('--rounds', type=int, default=5, help='of the network')
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


def learn(texts, teacher, options, say):
    """Phrases and network from these texts; `teacher` knows an answer for each sentence, and variations."""
    known, rows, found = phrases.Phrases(), network.Rows(), examples.lessons(texts)
    labels = {}
    for text in texts:
        for sentence, mark in zip(text['sentences'], text['marks']):
            labels.setdefault((sentence, mark), examples.WEIGHTY if examples.is_weighty(text) else 1)
    named = [known.of(sentence.split(' ')) for sentence, _ in labels]
    weights = phrases.train(named, np.array([mark for _, mark in labels]), np.array([*labels.values()]), options.kept)
    say(f'phrases of {len(labels)} sentences')
    lines = [(sentence, teacher[sentence]['teacher'], mark, 4 if weighty else 1) for (sentence, mark), weighty in found.items()]
    lines += [(sentence, answer['teacher'], -1, 1) for sentence, answer in teacher.items() if answer['variation']]
    net = network.train(rows, lines, options.rounds, say)
    shortened = network.shorten(net)
    return Model(known, weights, rows, net, options.gate, options.share), shortened


class Model:
    """Scores as scan/wording/worded-as-demand.ts computes them."""

    def __init__(self, known, weights, rows, net, gate, share):
        self.known, self.weights, self.rows, self.net = known, weights, rows, net
        self.gate, self.share = gate, share

    def of(self, sentences):
        scores = phrases.score([self.known.of(sentence.split(' ')) for sentence in sentences], self.weights)
        judged = np.flatnonzero((scores > self.gate) & np.array([examples.is_judged(one) for one in sentences], bool))
        found = np.full(len(sentences), -99.0)
        if len(judged):
            found[judged] = (1 - self.share) * scores[judged] + self.share * network.score(
                self.net, self.rows, [sentences[at] for at in judged]
            )
        return found

    def worst(self, texts):
        passages = [[*text['sentences'], *(both for both, _ in examples.neighbours(text))] for text in texts]
        scores, at, found = self.of([one for each in passages for one in each]), 0, []
        for each in passages:
            found.append(scores[at : at + len(each)].max(initial=-99))
            at += len(each)
        return np.array(found)


def write(weights, shortened, options, limit):
    names, values, scale = weights
    tables, layers, scales = shortened
    (WORDING / 'model.ts').write_text(
        f"{HEADER}\n/** Phrases and what speaks for and against a demand. */\nexport const PHRASES =\n  '{packed(names, values)}'\n\n"
        f'/** What a weight of one stands for. */\nexport const SCALE = {scale:.6f}\n\n'
        f'/** Sentences whose phrases score less are not judged further. */\nexport const GATE = {options.gate}\n\n'
        f'/** The part of the score that the network has. */\nexport const SHARE = {options.share}\n\n'
        f'/** What a sentence has to exceed. */\nexport const LIMIT = {round(limit, 2)}\n'
    )
    shape = f'words: {network.WORDS}, beginnings: {network.BEGINNINGS}, width: {network.WIDTH}, channels: {network.CHANNELS}, last: {network.LAST}'
    numbers = textwrap.fill(', '.join(f'{one:.7g}' for one in scales) + ',', 120, initial_indent='  ', subsequent_indent='  ')
    (WORDING / 'network-model.ts').write_text(
        f"{HEADER}\nexport const SHAPE = {{ {shape} }} as const\n\n/** What a weight of one stands for, for each tensor. */\n"
        f'export const SCALES: readonly number[] = [\n{numbers}\n]\n\n'
        f"/** The rows of both tables: two weights a character, each of seven values. */\nexport const TABLES =\n  '{tables}'\n\n"
        f"/** The weights of the layers: signed bytes. */\nexport const LAYERS =\n  '{layers}'\n"
    )


def reference(texts, model):
    """A few sentences and their scores, to compare what the scanner computes with."""
    chosen = [text['sentences'][0] for text in texts[:: len(texts) // 60] if text['sentences'] and examples.is_judged(text['sentences'][0])]
    alone = phrases.score([model.known.of(one.split(' ')) for one in chosen], model.weights)
    judged = network.score(model.net, model.rows, chosen)
    found = [{'sentence': one, 'phrases': round(float(a), 4), 'network': round(float(b), 4)} for one, a, b in zip(chosen, alone, judged)]
    REFERENCE.write_text(json.dumps(found, ensure_ascii=False, indent=2) + '\n')


def main():
    options = arguments()
    began = time.time()

    def say(text):
        print(f'{time.time() - began:5.0f} s  {text}', file=sys.stderr, flush=True)

    texts = examples.read(options.sentences)
    teacher = {line['sentence']: line for line in map(json.loads, open(options.judged))}
    seen = [text for text in examples.less(texts, options.without) if not examples.is_left_out(text)]
    model, _ = learn(seen, teacher, options, say)
    unseen = [text for text in texts if examples.is_left_out(text)]
    servers = [text for text in unseen if text['source'].startswith('server ')]
    of_servers, of_packages = model.worst(servers), model.worst([text for text in unseen if text['source'].startswith('package ')])
    for at in np.argsort(-of_servers)[: options.alarms]:
        text = servers[at]
        say(f"{of_servers[at]:.2f} {text['source']}: {text['sentences'][int(model.of(text['sentences']).argmax())]}")
    for tolerated in sorted({0.002, 0.004, 0.006, 0.008, 0.012, options.tolerated}):
        limit = float(np.quantile(of_packages, 1 - tolerated))
        found = [f'{name} {np.mean(model.worst([text for text in texts if text["source"] == f"author {name}" and text["hostile"]]) > limit):.2f}' for name in options.without.split(',') if name]
        say(f'limit {limit:.2f}: above it {tolerated:.3f} of packages, {np.sum(of_servers > limit)} of {len(servers)} definitions of servers; {" ".join(found)}')
    limit = float(np.quantile(of_packages, 1 - options.tolerated))
    if options.dry:
        return
    # The limit is known: what was left out is learned from as well.
    model, shortened = learn(texts, teacher, options, say)
    write(model.weights, shortened, options, limit)
    reference([text for text in texts if not text['source'].startswith('package ')], model)
    say(f'wrote {WORDING}')


if __name__ == '__main__':
    main()
