select nor this
