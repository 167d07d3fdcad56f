-- Removes what an owner has that has ended, and the owner if nothing is left but hollow values.
-- KEYS: 1 index, 2 owners, 3.. values. ARGV: 1 owner, 2 now in ms, 3 hollow names with commas around, 4.. the values' names.
-- Returns how many values it removed; -1 if the index has names that aren't among these: somebody wrote meanwhile.
local now = tonumber(ARGV[2])
local index = redis.call('HGETALL', KEYS[1])
local ends = {}
local known = 0
for i = 1, #index, 2 do
    ends[index[i]] = tonumber(index[i + 1])
    if index[i] ~= '' then known = known + 1 end
end
if known ~= #KEYS - 2 then return -1 end
for i = 3, #KEYS do
    if not ends[ARGV[i + 1]] then return -1 end
end
local all = ends[''] or 0
local over = all > 0 and all <= now
local hollow = true
for i = 3, #KEYS do
    local name = ARGV[i + 1]
    local own = ends[name]
    local ended = over or (own > 0 and own <= now) or redis.call('EXISTS', KEYS[i]) == 0
    if not ended and not string.find(ARGV[3], ',' .. name .. ',', 1, true) then hollow = false end
end
local removed = 0
for i = 3, #KEYS do
    local name = ARGV[i + 1]
    local own = ends[name]
    if hollow or over or (own > 0 and own <= now) or redis.call('EXISTS', KEYS[i]) == 0 then
        removed = removed + redis.call('DEL', KEYS[i])
        redis.call('HDEL', KEYS[1], name)
    end
end
if hollow then
    redis.call('DEL', KEYS[1])
    redis.call('ZREM', KEYS[2], ARGV[1])
end
return removed
