-- Inline, in evaluate.lua, where a refusal ends the examination: the plan concerns all its owners all the same, so a clock that
-- was corrected moves the times of those that nothing has read yet, see correct_clock.lua.

for other = first_owner, owner_count do
  if other ~= current and not owners[other] then
    local owner_number = other
    -- include switch_owner
  end
end
