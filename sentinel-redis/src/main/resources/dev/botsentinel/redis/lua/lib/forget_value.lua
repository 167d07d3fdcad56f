-- Removes a value from a list of seen values, see seen_values.lua.

local ENTRIES, ENTRY = 7, 15

-- Returns whether the list of a loaded owner had the value. The list keeps its end: it may only be too late.
local function forget(owner, list, value)
  local content = owner.parts[list]
  local kept, found = {}, false
  for place = 1 + ENTRIES, content and #content or 0, ENTRY do
    if sub(content, place, place + 7) == value then
      found = true
    else
      kept[#kept + 1] = sub(content, place, place + ENTRY - 1)
    end
  end
  owner.parts[list] = #kept > 0 and sub(content, 1, ENTRIES) .. table.concat(kept) or nil
  return found
end
