-- Block. Reads `key`, `value`, `finish`. Keys stay a minute longer than what they hold; with a time of their own a day, for
-- its hands may stand still, or fly.

if finish >= NEVER then
  redis.call('SET', key, value)
elseif keeps_own_time then
  redis.call('SET', key, value, 'PX', A_DAY_IN_MILLIS)
else
  redis.call('SET', key, value, 'PX', math.ceil(math.max(finish - now, 0) / 1000) + GRACE / 1000)
end
