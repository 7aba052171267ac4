"""Logistic regression over words and phrases; named as scan/wording/phrases.ts names them."""

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

NEXT, SKIP = 0x9E3779B1, 0x85EBCA6B
MASK = 0xFFFFFFFF


def hash_of(word):
    found = 0x811C9DC5
    units = word.encode('utf-16-le')
    for at in range(0, len(units), 2):
        found = ((found ^ int.from_bytes(units[at : at + 2], 'little')) * 0x01000193) & MASK
    return found


def named(hashes):
    mixed = hashes ^ (hashes >> np.uint32(16))
    mixed = mixed * np.uint32(0x7FEB352D)
    mixed = mixed ^ (mixed >> np.uint32(15))
    mixed = mixed * np.uint32(0x846CA68B)
    return (mixed ^ (mixed >> np.uint32(16))) >> np.uint32(8)


class Phrases:
    """Remembers the hash of a word and the phrases of a sentence."""

    def __init__(self):
        self.words = {'^': hash_of('^'), '$': hash_of('$')}
        self.sentences = {}

    def of(self, tokens):
        key = ' '.join(tokens)
        if key not in self.sentences:
            for token in tokens:
                if token not in self.words:
                    self.words[token] = hash_of(token)
            one = np.array([self.words[token] for token in ['^', *tokens, '$']], dtype=np.uint32)
            two = one[:-1] * np.uint32(NEXT) + one[1:]
            three = two[:-1] * np.uint32(NEXT) + one[2:]
            apart = one[:-2] * np.uint32(SKIP) + one[2:]
            self.sentences[key] = np.unique(named(np.concatenate([one, two, three, apart])))
        return self.sentences[key]


def columns_of(rows, fewest):
    names, counts = np.unique(np.concatenate(rows), return_counts=True)
    return names[counts >= fewest]


def matrix(rows, names):
    values, columns, starts = [], [], [0]
    for row in rows:
        at = np.searchsorted(names, row)
        at[at == len(names)] = 0
        at = at[names[at] == row]
        columns.append(at)
        values.append(np.full(len(at), 1 / np.sqrt(len(row)), np.float32))
        starts.append(starts[-1] + len(at))
    return sparse.csr_matrix((np.concatenate(values), np.concatenate(columns), starts), shape=(len(rows), len(names)))


def train(rows, labels, importance, kept, fewest=3, weight=3, strength=3):
    """Names, weights (signed bytes) and their scale; only the heaviest are kept."""
    names = columns_of(rows, fewest)
    model = LogisticRegression(C=strength, max_iter=300, class_weight={0: 1, 1: weight}, solver='liblinear')
    model.fit(matrix(rows, names), labels, sample_weight=importance)
    weights = model.coef_[0]
    heaviest = np.sort(np.argsort(-np.abs(weights))[:kept])
    names, weights = names[heaviest], weights[heaviest]
    scale = float(np.quantile(np.abs(weights), 0.999)) / 127
    small = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    used = small != 0
    return names[used], small[used], scale


def score(rows, model):
    names, weights, scale = model
    return matrix(rows, names) @ (weights.astype(np.float32) * scale)
