"""What numpy and scipy make of samples: uncertainty.py FUNCTION INPUT OUTPUT.

INPUT and OUTPUT hold arrays of doubles, each after its length as a 64-bit integer.
"""

import sys

import numpy as np
from scipy import special, stats


def frozen(family, amount, first, second):
    """The distribution of a row, by the index of its family in Distributions.Kind."""
    if family == 1:
        return stats.lognorm(s=first, scale=amount)
    if family == 2:
        return stats.norm(loc=amount, scale=first)
    if family == 3:
        return stats.uniform(loc=first, scale=second - first)
    return stats.triang(c=(amount - first) / (second - first), loc=first, scale=second - first)


def quantiles(p):
    return [special.ndtri(p)]


def exponentials(x):
    return [np.exp(x)]


def kolmogorov(parameters, values):
    """p-value, mean and standard deviation of the exact distribution."""
    exact = frozen(*parameters)
    return [np.array([stats.kstest(values, exact.cdf).pvalue, exact.mean(), exact.std()])]


def two_samples(parameters, values):
    """Quantiles of numpy's own draws and of ours, and the p-value that both come from one distribution."""
    family, amount, first, second = parameters
    numpy = np.random.default_rng(20240601)
    n = len(values)
    if family == 1:
        theirs = np.exp(numpy.normal(np.log(amount), first, n))
    elif family == 2:
        theirs = numpy.normal(amount, first, n)
    elif family == 3:
        theirs = numpy.uniform(first, second, n)
    else:
        theirs = numpy.triangular(first, amount, second, n)
    return [np.array([stats.ks_2samp(values, theirs).pvalue])]


def same(ours, theirs):
    return [np.array([stats.ks_2samp(ours, theirs).pvalue])]


def draws(random, amount, family, first, second, count):
    """numpy's draws of one row."""
    if family == 0:
        return np.full(count, amount)
    if family == 1:
        return amount * np.exp(random.normal(0, first, count))
    if family == 2:
        return random.normal(amount, first, count)
    if family == 3:
        return random.uniform(first, second, count)
    return random.triangular(first, amount, second, count)


def monte_carlo(outputs, factor, count, *columns):
    """Scores of one unit of product 0, every sample a dense solve."""
    random = np.random.default_rng(99)
    count, n = int(count[0]), len(outputs)
    exchanges, flows = zip(*columns[:6]), zip(*columns[6:])
    technology = np.zeros((count, n, n))
    technology[:, range(n), range(n)] = outputs
    for activity, partner, *row in exchanges:
        technology[:, int(partner), int(activity)] -= draws(random, *row, count)
    weight = np.zeros((count, n))
    for activity, flow, *row in flows:
        weight[:, int(activity)] += factor[int(flow)] * draws(random, *row, count)
    demand = np.zeros((count, n, 1))
    demand[:, 0] = 1
    return [np.einsum("sj,sj->s", weight, np.linalg.solve(technology, demand)[:, :, 0])]


def uniformity(values):
    """p-values of chi-square tests: one, two and three neighbours at a time."""
    p = [stats.chisquare(np.histogram(values, bins=1000, range=(0, 1))[0]).pvalue]
    for width, bins in ((2, 40), (3, 12)):
        points = values[: len(values) // width * width].reshape(-1, width)
        counts = np.histogramdd(points, bins=bins, range=[(0, 1)] * width)[0]
        p.append(stats.chisquare(counts.ravel()).pvalue)
    return [np.array(p)]


def summary(values):
    deviation = np.std(values, ddof=1) if len(values) > 1 else 0
    return [np.array([np.mean(values), np.median(values), deviation, *np.percentile(values, [2.5, 97.5])])]


def read(path):
    data = open(path, "rb").read()
    arrays, offset = [], 0
    while offset < len(data):
        count = int(np.frombuffer(data, np.int64, 1, offset)[0])
        arrays.append(np.frombuffer(data, np.float64, count, offset + 8))
        offset += 8 + 8 * count
    return arrays


if __name__ == "__main__":
    results = globals()[sys.argv[1]](*read(sys.argv[2]))
    with open(sys.argv[3], "wb") as output:
        for array in results:
            output.write(np.int64(len(array)).tobytes() + np.asarray(array, np.float64).tobytes())
