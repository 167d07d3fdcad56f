-- Inline. Reads `key`, `whole`, the new value, `lasts`, its end, and `keeps_expiry`, whether the key keeps its expiry.
-- Keys outlive their content by up to a minute; with a caller's own time they live for a day, since that time may stand
-- still or jump.

if keeps_expiry then
  redis.call('SET', key, whole, 'KEEPTTL')
elseif lasts >= NEVER then
  redis.call('SET', key, whole)
elseif has_own_time then
  redis.call('SET', key, whole, 'PX', A_DAY_IN_MILLIS)
else
  local millis = math.ceil(math.max(lasts - now, 0) / 1000) + GRACE / 1000
  redis.call('SET', key, whole, 'PX', string.format('%d', millis))
end
