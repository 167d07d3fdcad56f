-- Puts the end of all that an owner has off. KEYS: 1 index, 2.. values. ARGV: 1 end of all in ms, 2.. the values' names.
local all = tonumber(ARGV[1])
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local before = tonumber(redis.call('HGET', KEYS[1], '') or '0')
if before > all then all = before end
local text = string.format('%.0f', all)
redis.call('HSET', KEYS[1], '', text)
redis.call('PEXPIREAT', KEYS[1], text)
for i = 2, #KEYS do
    local own = tonumber(redis.call('HGET', KEYS[1], ARGV[i]) or '0')
    local ends = all
    if own > 0 and own < all then ends = own end
    redis.call('PEXPIREAT', KEYS[i], string.format('%.0f', ends))
end
return 1
