-- Writes a value if what is there is as expected.
-- KEYS: 1 value, 2 the owner's index (name -> end in ms, 0 for never; '' -> end of all), 3 the owners (sorted set), 4.. other values
-- ARGV: 1 'y' if a value is expected, 2 that value, 3 new value, 4 its end in ms or 0, 5 its name, 6 owner, 7 end of all in ms or 0,
--       then for each of KEYS[4..]: 'y' if it has to be there, and what it has to be
-- Returns 1 if written, else 0.
local function is(key, there, expected)
    local current = redis.call('GET', key)
    if there == 'y' then return current == expected end
    return not current
end
if not is(KEYS[1], ARGV[1], ARGV[2]) then return 0 end
for i = 4, #KEYS do
    local at = 8 + (i - 4) * 2
    if not is(KEYS[i], ARGV[at], ARGV[at + 1]) then return 0 end
end
local own = tonumber(ARGV[4])
local all = tonumber(ARGV[7])
local before = tonumber(redis.call('HGET', KEYS[2], '') or '0')
if before > all then all = before end
local ends = own
if all > 0 and (ends == 0 or all < ends) then ends = all end
local existed = redis.call('EXISTS', KEYS[2]) == 1
local left = redis.call('PTTL', KEYS[2])
redis.call('SET', KEYS[1], ARGV[3])
if ends > 0 then redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', ends)) end
redis.call('HSET', KEYS[2], ARGV[5], ARGV[4])
redis.call('ZADD', KEYS[3], 0, ARGV[6])
if all > 0 then
    redis.call('HSET', KEYS[2], '', string.format('%.0f', all))
    redis.call('PEXPIREAT', KEYS[2], string.format('%.0f', all))
elseif ends == 0 then
    redis.call('PERSIST', KEYS[2])
elseif not existed then
    redis.call('PEXPIREAT', KEYS[2], string.format('%.0f', ends))
elseif left >= 0 then
    local now = redis.call('TIME')
    local until_ms = now[1] * 1000 + math.floor(now[2] / 1000) + left
    if ends > until_ms then redis.call('PEXPIREAT', KEYS[2], string.format('%.0f', ends)) end
end
return 1
