select nor that
