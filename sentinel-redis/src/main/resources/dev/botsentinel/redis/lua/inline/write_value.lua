-- Inline. Reads `key`, `whole`, the new value, `lasts`, its end, and `keeps_expiry`, whether the key's expiry stays as it is.
-- Keys stay up to a minute longer than what they hold; with a time of their own a day, for its hands may stand still, or fly.

if keeps_expiry then
  redis.call('SET', key, whole, 'KEEPTTL')
elseif lasts >= NEVER then
  redis.call('SET', key, whole)
elseif keeps_own_time then
  redis.call('SET', key, whole, 'PX', A_DAY_IN_MILLIS)
else
  local millis = math.ceil(math.max(lasts - now, 0) / 1000) + GRACE / 1000
  redis.call('SET', key, whole, 'PX', string.format('%d', millis))
end
