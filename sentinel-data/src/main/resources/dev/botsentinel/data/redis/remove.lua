-- Removes values. KEYS: 1 index, 2 owners, 3.. values. ARGV: 1 owner, 2.. the values' names.
-- Returns how many there were.
local removed = 0
for i = 3, #KEYS do
    removed = removed + redis.call('DEL', KEYS[i])
    redis.call('HDEL', KEYS[1], ARGV[i - 1])
end
local left = redis.call('HLEN', KEYS[1])
if left == 0 or (left == 1 and redis.call('HEXISTS', KEYS[1], '') == 1) then
    redis.call('DEL', KEYS[1])
    redis.call('ZREM', KEYS[2], ARGV[1])
end
return removed
