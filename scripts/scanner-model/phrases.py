"""Logistic regression over words, phrases and words near each other; named as scan/wording/phrases.ts names them."""

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

NEXT, SKIP, NEAR = 0x9E3779B1, 0x85EBCA6B, 0x165667B1
FARTHEST, BEGINNING = 15, 5
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
    return np.maximum((mixed ^ (mixed >> np.uint32(16))) >> np.uint32(8), 1)


def pairs(hashes, distance):
    """Each two words so far apart, whichever comes first."""
    first, second = hashes[:-distance], hashes[distance:]
    return np.minimum(first, second) * np.uint32(NEAR) + np.maximum(first, second)


class Phrases:
    """Remembers the hash of a word and the phrases of a sentence."""

    def __init__(self):
        self.words, self.sentences = {}, {}

    def hashes(self, words):
        for word in words:
            if word not in self.words:
                self.words[word] = hash_of(word)
        return np.array([self.words[word] for word in words], dtype=np.uint32)

    def of(self, tokens):
        key = ' '.join(tokens)
        if key not in self.sentences:
            one = self.hashes(['^', *tokens, '$'])
            beginnings = self.hashes([f'<{token[:BEGINNING]}' for token in tokens if len(token) > BEGINNING])
            two = one[:-1] * np.uint32(NEXT) + one[1:]
            three = two[:-1] * np.uint32(NEXT) + one[2:]
            apart = one[:-2] * np.uint32(SKIP) + one[2:]
            near = [pairs(one[1:-1], distance) for distance in range(1, FARTHEST + 1)]
            self.sentences[key] = np.unique(named(np.concatenate([one, beginnings, two, three, apart, *near])))
        return self.sentences[key]


def columns_of(rows, fewest):
    names, counts = np.unique(np.concatenate(rows), return_counts=True)
    return names[counts >= fewest]


def matrix(rows, names):
    """A column for each name. The more phrases a sentence has, and the more of them are known, the less each counts."""
    values, columns, starts = [], [], [0]
    for row in rows:
        at = np.searchsorted(names, row)
        at[at == len(names)] = 0
        at = at[names[at] == row]
        columns.append(at)
        values.append(np.full(len(at), (len(row) * max(1, len(at))) ** -0.25, np.float32))
        starts.append(starts[-1] + len(at))
    return sparse.csr_matrix((np.concatenate(values), np.concatenate(columns), starts), shape=(len(rows), len(names)))


def scales(found, labels):
    """How readily the weight of a phrase grows: more so where the phrase is rare, and where one kind of sentence has it far more often."""
    present = found > 0
    both, hostile = (np.asarray(rows.sum(axis=0)).ravel() for rows in (present, present[labels == 1]))
    rare = np.log(len(labels) / both)
    told = np.abs(np.log((hostile + 1) / np.sum(labels == 1)) - np.log((both - hostile + 1) / np.sum(labels == 0)))
    scale = rare * (1 + told / told.mean())
    return scale / scale.mean()


def fitted(rows, labels, importance, names, weight, strength):
    found = matrix(rows, names)
    readily = scales(found, labels)
    model = LogisticRegression(C=strength, max_iter=300, class_weight={0: 1, 1: weight}, solver='liblinear')
    model.fit(found @ sparse.diags(readily.astype(np.float32)), labels, sample_weight=importance)
    return model.coef_[0] * readily


def train(rows, labels, importance, kept, fewest=5, weight=3, strength=3):
    """Names, weights (signed bytes) and their scale. Only the heaviest are kept, and learned again without the others."""
    names = columns_of(rows, fewest)
    weights = fitted(rows, labels, importance, names, weight, strength)
    names = names[np.sort(np.argsort(-np.abs(weights))[:kept])]
    weights = fitted(rows, labels, importance, names, weight, strength)
    scale = float(np.quantile(np.abs(weights), 0.999)) / 127
    small = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    used = small != 0
    return names[used], small[used], scale


def score(rows, model):
    names, weights, scale = model
    return matrix(rows, names) @ (weights.astype(np.float32) * scale)
