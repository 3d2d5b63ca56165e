// Knows the emoji by their shortcodes, as far as messages of a desk need them.

import { make } from "./dom.js";

const NAMES_AND_SIGNS = `
grinning 😀 smiley 😃 smile 😄 grin 😁 laughing 😆 sweat_smile 😅 joy 😂 rofl 🤣 slightly_smiling_face 🙂
upside_down_face 🙃 wink 😉 blush 😊 innocent 😇 heart_eyes 😍 star_struck 🤩 kissing_heart 😘 yum 😋 stuck_out_tongue 😛
zany_face 🤪 money_mouth_face 🤑 hugs 🤗 thinking 🤔 zipper_mouth_face 🤐 raised_eyebrow 🤨 neutral_face 😐
expressionless 😑 no_mouth 😶 smirk 😏 unamused 😒 roll_eyes 🙄 grimacing 😬 relieved 😌 pensive 😔 sleepy 😪 sleeping 😴
mask 😷 nauseated_face 🤢 hot_face 🥵 cold_face 🥶 dizzy_face 😵 exploding_head 🤯 cowboy_hat_face 🤠 partying_face 🥳
sunglasses 😎 nerd_face 🤓 confused 😕 worried 😟 slightly_frowning_face 🙁 open_mouth 😮 hushed 😯 astonished 😲
flushed 😳 pleading_face 🥺 fearful 😨 cry 😢 sob 😭 scream 😱 disappointed 😞 weary 😩 tired_face 😫 triumph 😤 rage 😡
angry 😠 skull 💀 ghost 👻 alien 👽 robot 🤖 clown_face 🤡 smiley_cat 😺 scream_cat 🙀 heart ❤️ orange_heart 🧡
yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 black_heart 🖤 white_heart 🤍 broken_heart 💔
sparkling_heart 💖 two_hearts 💕 heartpulse 💗 100 💯 anger 💢 boom 💥 dizzy 💫 sweat_drops 💦 dash 💨 speech_balloon 💬
thought_balloon 💭 zzz 💤 wave 👋 raised_back_of_hand 🤚 raised_hand ✋ ok_hand 👌 pinching_hand 🤏 v ✌️
crossed_fingers 🤞 call_me_hand 🤙 point_left 👈 point_right 👉 point_up_2 👆 point_down 👇 point_up ☝️ +1 👍
thumbsup 👍 -1 👎 thumbsdown 👎 fist ✊ facepunch 👊 clap 👏 raised_hands 🙌 open_hands 👐 handshake 🤝 pray 🙏
writing_hand ✍️ muscle 💪 ear 👂 eyes 👀 eye 👁️ brain 🧠 tongue 👅 baby 👶 boy 👦 girl 👧 man 👨 woman 👩 older_man 👴
older_woman 👵 shrug 🤷 facepalm 🤦 raising_hand 🙋 bow 🙇 ok_woman 🙆‍♀️ no_good 🙅 cop 👮 guardsman 💂‍♂️ detective 🕵️
construction_worker 👷 technologist 🧑‍💻 scientist 🧑‍🔬 artist 🧑‍🎨 firefighter 🧑‍🚒 pilot 🧑‍✈️ astronaut 🧑‍🚀
superhero 🦸 mage 🧙 walking 🚶 runner 🏃 dancer 💃 busts_in_silhouette 👥 bust_in_silhouette 👤 family 👪 dog 🐶 cat 🐱
mouse 🐭 hamster 🐹 rabbit 🐰 fox_face 🦊 bear 🐻 panda_face 🐼 koala 🐨 tiger 🐯 lion 🦁 cow 🐮 pig 🐷 frog 🐸 monkey 🐒
see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊 chicken 🐔 penguin 🐧 bird 🐦 owl 🦉 duck 🦆 eagle 🦅 bat 🦇 wolf 🐺
horse 🐴 unicorn 🦄 bee 🐝 bug 🐛 butterfly 🦋 snail 🐌 ant 🐜 spider 🕷️ turtle 🐢 snake 🐍 octopus 🐙 crab 🦀 fish 🐟
dolphin 🐬 whale 🐳 shark 🦈 elephant 🐘 sheep 🐑 goat 🐐 llama 🦙 deer 🦌 bouquet 💐 cherry_blossom 🌸 rose 🌹 sunflower 🌻
tulip 🌷 seedling 🌱 evergreen_tree 🌲 palm_tree 🌴 cactus 🌵 herb 🌿 four_leaf_clover 🍀 maple_leaf 🍁 leaves 🍃
mushroom 🍄 apple 🍎 green_apple 🍏 pear 🍐 tangerine 🍊 lemon 🍋 banana 🍌 watermelon 🍉 grapes 🍇 strawberry 🍓
cherries 🍒 peach 🍑 pineapple 🍍 coconut 🥥 avocado 🥑 broccoli 🥦 carrot 🥕 corn 🌽 bread 🍞 croissant 🥐 cheese 🧀 egg 🍳
pancakes 🥞 bacon 🥓 hamburger 🍔 fries 🍟 pizza 🍕 hotdog 🌭 sandwich 🥪 taco 🌮 burrito 🌯 popcorn 🍿 rice 🍚 sushi 🍣
ramen 🍜 icecream 🍦 doughnut 🍩 cookie 🍪 birthday 🎂 cake 🍰 chocolate_bar 🍫 candy 🍬 honey_pot 🍯 coffee ☕ tea 🍵
beer 🍺 beers 🍻 wine_glass 🍷 cocktail 🍸 champagne 🍾 soccer ⚽ basketball 🏀 football 🏈 baseball ⚾ tennis 🎾
volleyball 🏐 trophy 🏆 medal_sports 🏅 1st_place_medal 🥇 2nd_place_medal 🥈 3rd_place_medal 🥉 dart 🎯 bowling 🎳
video_game 🎮 game_die 🎲 jigsaw 🧩 art 🎨 performing_arts 🎭 microphone 🎤 headphones 🎧 musical_note 🎵 guitar 🎸
drum 🥁 car 🚗 taxi 🚕 bus 🚌 ambulance 🚑 fire_engine 🚒 police_car 🚓 truck 🚚 bike 🚲 rocket 🚀 airplane ✈️ ship 🚢
anchor ⚓ construction 🚧 house 🏠 office 🏢 hospital 🏥 school 🏫 earth_africa 🌍 earth_americas 🌎 earth_asia 🌏
globe_with_meridians 🌐 world_map 🗺️ mountain ⛰️ beach_umbrella 🏖️ sunrise 🌅 sunny ☀️ partly_sunny ⛅ cloud ☁️
cloud_with_rain 🌧️ snowflake ❄️ snowman ⛄ zap ⚡ fire 🔥 droplet 💧 ocean 🌊 rainbow 🌈 umbrella ☔ star ⭐ star2 🌟
sparkles ✨ comet ☄️ crescent_moon 🌙 full_moon 🌕 watch ⌚ iphone 📱 computer 💻 keyboard ⌨️ desktop_computer 🖥️
printer 🖨️ mouse_trap 🪤 tv 📺 camera 📷 video_camera 📹 telephone ☎️ phone ☎️ battery 🔋 electric_plug 🔌 bulb 💡
flashlight 🔦 candle 🕯️ moneybag 💰 dollar 💵 credit_card 💳 gem 💎 hammer 🔨 wrench 🔧 hammer_and_wrench 🛠️ gear ⚙️
nut_and_bolt 🔩 link 🔗 chains ⛓️ toolbox 🧰 magnet 🧲 test_tube 🧪 microscope 🔬 telescope 🔭 satellite 📡 syringe 💉
pill 💊 door 🚪 bed 🛏️ shopping_cart 🛒 gift 🎁 balloon 🎈 tada 🎉 confetti_ball 🎊 email 📧 envelope ✉️
incoming_envelope 📨 e-mail 📧 inbox_tray 📥 outbox_tray 📤 package 📦 mailbox 📫 pencil2 ✏️ pencil 📝 memo 📝
briefcase 💼 file_folder 📁 open_file_folder 📂 card_index_dividers 🗂️ date 📅 calendar 📆 card_index 📇
chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 clipboard 📋 pushpin 📌 round_pushpin 📍
paperclip 📎 straight_ruler 📏 scissors ✂️ lock 🔒 unlock 🔓 closed_lock_with_key 🔐 key 🔑 old_key 🗝️ mag 🔍
mag_right 🔎 bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣 speaker 🔈 mute 🔇 sound 🔉 warning ⚠️ no_entry ⛔ no_entry_sign 🚫
prohibited 🚫 x ❌ o ⭕ white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ question ❓ grey_question ❔
exclamation ❗ grey_exclamation ❕ bangbang ‼️ interrobang ⁉️ heavy_plus_sign ➕ heavy_minus_sign ➖ recycle ♻️
trident 🔱 beginner 🔰 arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️
arrow_right_hook ↪️ leftwards_arrow_with_hook ↩️ arrows_counterclockwise 🔄 arrows_clockwise 🔃 back 🔙 soon 🔜
top 🔝 hourglass ⌛ hourglass_flowing_sand ⏳ alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ clock1 🕐 clock3 🕒 clock9 🕘
clock12 🕛 red_circle 🔴 orange_circle 🟠 yellow_circle 🟡 green_circle 🟢 large_blue_circle 🔵 purple_circle 🟣
brown_circle 🟤 black_circle ⚫ white_circle ⚪ red_square 🟥 orange_square 🟧 yellow_square 🟨 green_square 🟩
blue_square 🟦 white_large_square ⬜ black_large_square ⬛ large_blue_diamond 🔷 large_orange_diamond 🔶
small_blue_diamond 🔹 small_orange_diamond 🔸 radio_button 🔘 white_flag 🏳️ black_flag 🏴 checkered_flag 🏁
triangular_flag_on_post 🚩 rainbow_flag 🏳️‍🌈 pirate_flag 🏴‍☠️ de 🇩🇪 fr 🇫🇷 es 🇪🇸 it 🇮🇹 us 🇺🇸 gb 🇬🇧 uk 🇬🇧 jp 🇯🇵
cn 🇨🇳 kr 🇰🇷 tr 🇹🇷 ru 🇷🇺 information_source ℹ️ abc 🔤 1234 🔢 hash #️⃣ zero 0️⃣ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣
five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 play_or_pause_button ⏯️ arrow_forward ▶️
pause_button ⏸️ stop_button ⏹️ record_button ⏺️ next_track_button ⏭️ fast_forward ⏩ rewind ⏪ repeat 🔁
twisted_rightwards_arrows 🔀 new 🆕 free 🆓 up 🆙 cool 🆒 ok 🆗 sos 🆘 eject_button ⏏️ heavy_dollar_sign 💲 copyright ©️
registered ®️ tm ™️ end 🔚 on 🔛 black_small_square ▪️ white_small_square ▫️ shield 🛡️ label 🏷️ bookmark 🔖
bookmark_tabs 📑 books 📚 book 📖 open_book 📖 newspaper 📰 scroll 📜 page_facing_up 📄 page_with_curl 📃 receipt 🧾
ledger 📒 notebook 📓 spiral_notepad 🗒️ spiral_calendar 🗓️ sleeping_bed 🛌 ticket 🎫 admission_tickets 🎟️
mortar_board 🎓 crown 👑 ring 💍 eyeglasses 👓 dark_sunglasses 🕶️ necktie 👔 tshirt 👕 jeans 👖 compass 🧭 luggage 🧳
parachute 🪂 bomb 💣 crystal_ball 🔮 magic_wand 🪄 nazar_amulet 🧿 thread 🧵 yarn 🧶 broom 🧹 basket 🧺 soap 🧼 sponge 🧽
fire_extinguisher 🧯 wastebasket 🗑️ ladder 🪜 satellite_antenna 📡 parking 🅿️ potable_water 🚰 baggage_claim 🛄
passport_control 🛂 left_luggage 🛅 wheelchair ♿ biohazard ☣️ radioactive ☢️ children_crossing 🚸 traffic_light 🚥
vertical_traffic_light 🚦 rotating_light 🚨 fuelpump ⛽ busstop 🚏 motorway 🛣️ railway_track 🛤️ metal 🤘
people_holding_hands 🧑‍🤝‍🧑 people_hugging 🫂 ninja 🥷 large_green_circle 🟢 large_yellow_circle 🟡
large_orange_circle 🟠 large_purple_circle 🟣 large_green_square 🟩 simple_smile 🙂 hugging_face 🤗
face_with_monocle 🧐 thinking_face 🤔 white_frowning_face ☹️ heart_hands 🫶 saluting_face 🫡 melting_face 🫠
face_holding_back_tears 🥹 flag-de 🇩🇪 flag-fr 🇫🇷 flag-es 🇪🇸 flag-br 🇧🇷 flag-tr 🇹🇷 flag-us 🇺🇸 flag-gb 🇬🇧
flag-jp 🇯🇵 flag-it 🇮🇹 flag-pt 🇵🇹 flag-nl 🇳🇱 flag-pl 🇵🇱 speaking_head_in_silhouette 🗣️ left_speech_bubble 🗨️
double_vertical_bar ⏸️ black_square_for_stop ⏹️ black_circle_for_record ⏺️
black_right_pointing_double_triangle_with_vertical_bar ⏭️ lower_left_ballpoint_pen 🖊️ lower_left_fountain_pen 🖋️
spiral_note_pad 🗒️ spiral_calendar_pad 🗓️ raised_hand_with_fingers_splayed 🖐️ hand ✋
heavy_heart_exclamation_mark_ornament ❣️ sports_medal 🏅 medal 🎖️ first_place_medal 🥇 second_place_medal 🥈
third_place_medal 🥉 mailbox_with_mail 📬 mailbox_with_no_mail 📭 envelope_with_arrow 📩 postal_horn 📯
ballot_box_with_ballot 🗳️ female-technologist 👩‍💻 male-technologist 👨‍💻 woman-raising-hand 🙋‍♀️
man-raising-hand 🙋‍♂️ woman-shrugging 🤷‍♀️ man-shrugging 🤷‍♂️ broken_chain ⛓️‍💥 bellhop_bell 🛎️ ladybug 🐞
lady_beetle 🐞 beetle 🪲
`;

const SIGNS = new Map();
const words = NAMES_AND_SIGNS.trim().split(/\s+/);
for (let at = 0; at < words.length; at += 2) SIGNS.set(words[at], words[at + 1]);

/** An element for ":tada:" (with or without a skin tone), or null for a shortcode nobody knows. */
export function emojiOf(shortcode) {
  const name = /^:([\w+'-]+):/.exec(shortcode)?.[1];
  const sign = name && SIGNS.get(name);
  return sign
    ? make("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, sign)
    : null;
}

/** Shortcodes that begin with these letters, shortest first: [[name, sign]]. */
export function emojiLike(start, limit = 8) {
  const found = [...SIGNS].filter(([name]) => name.startsWith(start));
  return found.sort(([one], [other]) => one.length - other.length).slice(0, limit);
}
