-- Gives permits back, at most those spent, and only once per refund id.
-- Part R: end, then as MessagePack a list of {limit's frame, id, end of the entry}, oldest first.
--
-- KEYS[1]  the owner
-- ARGV[1]  see prologue.lua
-- ARGV[2]  the limit, see limits.lua
-- ARGV[3]  permits, how long to remember the refund, the most refunds to remember, 8 bytes of id
--
-- Answers {token, server time, 1, the permits given back, or -1 for a repeated refund}

local REPEATED = -1

local owner = load(KEYS[1])
local permits, remembered, most, id = unpack_at('<ddBc8', ARGV[3])
local _, frame = limit_name(ARGV[2])
local at = owner.at

local made, last = {}, at + remembered
for _, refund in ipairs(owner.parts.R and cmsgpack.unpack(sub(owner.parts.R, 8)) or {}) do
  if refund[3] > at then
    if refund[1] == frame and refund[2] == id then
      return {token, server, DONE, REPEATED}
    end
    made[#made + 1] = refund
    last = math.max(last, refund[3])
  end
end
made[#made + 1] = {frame, id, at + remembered}
if #made > most then
  table.remove(made, 1)
end

local back = give_back(owner, ARGV[2], 1, permits)
owner.parts.R = pack('<I7', last) .. cmsgpack.pack(made)
save(owner)
return {token, server, DONE, back}
