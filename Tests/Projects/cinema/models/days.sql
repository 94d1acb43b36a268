select range::date as date_day from range(date '2024-05-01', date '2024-05-04', interval 1 day)
