-- The albums of which an owner sent parts in the last minute, the first to begin first.
-- Part A: end, then as MessagePack a list of {value, end, parts, rule, until, permits left}; rule is the frame of the limit or of
-- the list that refused the first part, false if that was admitted.

local ALBUM_LASTS = 60000000 -- Step.Album.WINDOW_MICROS
local MOST_PARTS, MOST_ALBUMS = 10, 8 -- Step.Album.PARTS, Step.Album.CAPACITY

local function albums_of(owner)
  local part = owner.parts.A
  return part and cmsgpack.unpack(sub(part, 8)) or {}
end

local function set_albums(owner, list)
  local last = 0
  for _, album in ipairs(list) do
    last = math.max(last, album[2])
  end
  owner.parts.A = #list > 0 and pack('<I7', last) .. cmsgpack.pack(list) or nil
end

-- The first part of an album; without a rule it was admitted.
local function begin_album(owner, value, rule, until_then, left)
  local list = {}
  for _, album in ipairs(albums_of(owner)) do
    if album[2] > owner.at and album[1] ~= value then
      list[#list + 1] = album
    end
  end
  list[#list + 1] = {value, owner.at + ALBUM_LASTS, 1, rule or false, until_then or 0, left or 0}
  if #list > MOST_ALBUMS then
    table.remove(list, 1)
  end
  set_albums(owner, list)
end

-- Another part of an album that is known. A full album is forgotten.
local function count_album_part(owner, value)
  local list = {}
  for _, album in ipairs(albums_of(owner)) do
    if album[1] == value then
      album[3] = album[3] + 1
    end
    if album[3] < MOST_PARTS then
      list[#list + 1] = album
    end
  end
  set_albums(owner, list)
end

local function forget_album(owner, value)
  local list = {}
  for _, album in ipairs(albums_of(owner)) do
    if album[1] ~= value then
      list[#list + 1] = album
    end
  end
  set_albums(owner, list)
end
