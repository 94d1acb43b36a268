select this is not read
