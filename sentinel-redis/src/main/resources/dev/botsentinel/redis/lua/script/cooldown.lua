-- Makes a limit refuse an owner for a while. If it already does, the later end applies.
--
-- KEYS[1]  the owner
-- ARGV[1]  see prologue.lua
-- ARGV[2]  the limit, see limits.lua
-- ARGV[3]  the duration, the most cooldowns that an owner can have
--
-- Answers {server time, 1, the end of the cooldown}

local owner = load(KEYS[1])
local duration, most = unpack_at('<dB', ARGV[3])
local _, frame = limit_name(ARGV[2])
local ends = owner.at + duration

local list, own, soonest = {}, nil, nil
for _, cooldown in ipairs(owner.cooldowns or {}) do
  if cooldown[2] > owner.at then
    list[#list + 1] = cooldown
    if cooldown[1] == frame then
      own = cooldown
    elseif not soonest or cooldown[2] < list[soonest][2] then
      soonest = #list
    end
  end
end
if own then
  own[2] = math.max(own[2], ends)
else
  own = {frame, ends}
  list[#list + 1] = own
end
if #list > most then
  table.remove(list, soonest)
end

set_cooldowns(owner, list)
save(owner)
return {server, DONE, own[2]}
