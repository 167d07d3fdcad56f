-- The limits that refuse an owner for a while: because an administrator says so, or because a refusal has begun a lockout.
-- Content: end, then as MessagePack a list of {limit's frame, end}, oldest first.

local MOST_COOLDOWNS = 64 -- StoreAdmin.MAX_COOLDOWNS

local function set_cooldowns(owner, list)
  local last = 0
  for _, cooldown in ipairs(list) do
    last = math.max(last, cooldown[2])
  end
  owner.parts.C = #list > 0 and pack('<I7', last) .. cmsgpack.pack(list) or nil
end

-- Makes a limit refuse until an instant. If it already does, the later end applies. Returns the end. If an owner has too many
-- cooldowns, the one that ends soonest is dropped.
local function cool_down(owner, frame, ends)
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
  if #list > MOST_COOLDOWNS then
    table.remove(list, soonest)
  end
  set_cooldowns(owner, list)
  return own[2]
end
