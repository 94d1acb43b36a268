def grams(kilograms):
    return int(kilograms * 1000)
