"""The words of customers: what people write to and about a maker of kitchen and tea ware, Chinese | English.

Lists named ``issue.CODE`` hold what people say about an issue, ``grave.N`` what they add at severity N; the rest is named
after its place in the sentence. See ``grammar`` for the notation and ``texts`` for who says what.
"""

from __future__ import annotations

from sim.course.datasets.grammar import vocabulary

__all__ = ["WORDS"]

THINGS = """
#kettle
电热水壶 | electric kettle
养生壶 | health kettle
玻璃水壶 | glass kettle
便携烧水杯 | travel kettle
恒温壶 | thermostat kettle
#cup
茶杯 | tea cup
马克杯 | mug
盖碗 | lidded bowl
品茗杯套装 | tasting cup set
保温杯 | thermos cup
#pan
不粘锅 | non-stick pan
小奶锅 | milk pan
煎蛋锅 | egg pan
汤锅 | soup pot
#item
{kettle} | {kettle}
{cup} | {cup}
{pan} | {pan}
茶具套装 | tea set
冷泡茶壶 | cold-brew jug
保鲜盒 | storage boxes
茶盘 | tea tray
厨房秤 | kitchen scale
#colour
米白色 | off-white
青绿色 | celadon green
雾蓝 | misty blue
奶茶色 | milk-tea brown
墨黑 | ink black
樱花粉 | cherry pink
#sized
1升 | 1-litre
500毫升 | 500 ml
大号 | large
小号 | small
双人 | two-person
家用 | family-size
#adj
 |
{colour} | {colour}
{sized} | {sized}
新款 | new
那款 | said
#when
昨天 | yesterday
前天 | the day before yesterday
上周 | last week
上周末 | last weekend
这个月初 | early this month
半个月前 | half a month ago
直播那天 | on the day of the live show
活动期间 | during the promotion
妈妈生日前 | before my mother's birthday
搬家的时候 | when we moved
#who
我 | I
我妈 | my mother
我对象 | my partner
同事 | a colleague
家里老人 | our old folks
室友 | my flatmate
邻居 | a neighbour
#n
2 | 2
3 | 3
4 | 4
5 | 5
6 | 6
7 | 7
8 | 8
9 | 9
10 | 10
12 | 12
#city
成都 | Chengdu
武汉 | Wuhan
沈阳 | Shenyang
厦门 | Xiamen
西安 | Xi'an
长沙 | Changsha
郑州 | Zhengzhou
昆明 | Kunming
青岛 | Qingdao
"""

ISSUES = """
#issue.late_delivery
快递{n}天了还没到 | the parcel has not come after {n} days
物流一直停在{city}不动 | the shipment has been stuck in {city}
说好48小时发货，{n}天了还没发 | 48 hours were promised, {n} days on it is not sent
预计送达时间改了{n}次 | the expected delivery was changed {n} times
送货太慢，等了{n}天 | delivery is too slow, {n} days of waiting
包裹显示签收，可是没收到快递 | the parcel counts as delivered, but nothing came
#issue.coupon
优惠券用不了 | the coupon cannot be used
满{n}0减的券结算时不抵扣 | the coupon from {n}0 yuan is not taken off at checkout
领的券显示已过期 | the coupon I got shows as expired
直播间发的优惠码输入无效 | the code from the live show is not valid
优惠券叠加不了，和说的不一样 | the coupons cannot be combined as was said
#issue.loose_lid
壶盖松动，一倒水就晃 | the lid is loose and wobbles when pouring
盖子扣不紧，漏水 | the lid does not close and water leaks
壶盖的卡扣断了 | the catch of the lid broke
用了{n}次盖子就松了 | after {n} uses the lid is loose
盖子合不上，蒸汽一直往外冒 | the lid does not shut, steam comes out
#issue.manual
说明书看不懂 | the manual is hard to understand
说明书字太小，步骤也不清楚 | the manual is in tiny print and its steps are unclear
没写怎么除垢，说明书等于没有 | no word on descaling, the manual is useless
说明书上的图和实物对不上 | the pictures in the manual do not fit the thing
按说明书操作了{n}遍还是不会设置 | following the manual {n} times I still cannot set it
#issue.no_reply
客服{n}个小时不回消息 | service has not answered for {n} hours
找人工客服一直排队 | waiting in line for a human agent
客服只会发自动回复 | service only sends automatic replies
问了{n}次客服都不理 | asked {n} times, service ignores me
客服已读不回 | service reads and does not answer
#issue.broken_cup
收到的时候{cup}碎了 | the {cup} was broken on arrival
打开箱子{cup}缺了一个口 | opening the box the {cup} had a chip
{n}个杯子破了一个 | one of {n} cups is cracked
包装太薄，{cup}裂了 | thin packing, the {cup} cracked
杯口有裂纹，一看就是路上摔的 | a crack at the rim, clearly dropped on the way
#issue.smell
有一股塑料味，煮了{n}遍还有 | a plastic smell, still there after boiling {n} times
打开就是刺鼻的异味 | a pungent smell on opening
烧出来的水有怪味 | the water tastes odd
洗了{n}次异味还是散不掉 | washed {n} times, the smell stays
内胆味道很大，不敢喝 | the inside smells strongly, I dare not drink
#issue.colour
颜色和图片差太多 | the colour is far from the picture
买的{colour}，收到完全是另一个颜色 | ordered {colour}, got quite another colour
色差严重，跟直播里不一样 | a bad colour difference from the live show
{colour}实物发灰 | the {colour} looks greyish in reality
两个杯子颜色都不统一 | two cups and not even one colour
#issue.refund
退款{n}天了没到账 | the refund has not come after {n} days
退货签收了，钱还没退 | the return was received, the money not paid back
退款申请被驳回{n}次 | the refund was refused {n} times
说好原路退款，一直在审核 | a refund was promised, it is still under review
运费险也没赔，退款卡住了 | shipping insurance not paid, refund stuck
#issue.size
尺寸比想象的小很多 | the size is much smaller than thought
和页面写的尺寸差{n}厘米 | the size is {n} cm off the page
太大了，灶台放不下 | too large, it does not fit on the stove
容量标的不对，装不下 | the stated volume is wrong, it does not hold it
发错尺寸了，要的是{sized} | wrong size sent, I wanted {sized}
#issue.plug_hot
插头发烫，不敢再用 | the plug gets hot, I dare not use it
烧水的时候插头烫手，还有焦味 | boiling water the plug burns the hand and smells burnt
用了{n}分钟电源底座就发热 | after {n} minutes the power base heats up
插头都有点变形了，发热厉害 | the plug is even deformed from the heat
通电以后线也烫，插头也烫 | once on, both cable and plug are hot
#issue.coating
涂层掉了，锅底露出来了 | the coating came off, the bare bottom shows
用了{n}次不粘涂层就起皮 | after {n} uses the non-stick coating peels
炒菜有黑色碎屑，是涂层脱落 | black flakes in the food, the coating peels off
涂层刮花，越来越粘 | the coating is scratched and sticks more and more
内壁涂层鼓泡了 | the coating inside is blistering
#vague
用起来不太对劲 | something is not right with it
体验很一般 | a mediocre experience
跟宣传的不一样 | not as advertised
真的有点失望 | really a bit disappointed
#grave.1
不算大事，就是有点烦 | no big thing, just annoying
小问题，希望改一改 | a small matter, please mend it
能用，但是心里不舒服 | usable, but it bothers me
别的都还行 | the rest is fine
#grave.2
挺影响心情的 | it spoils the mood
已经耽误事了 | it has cost me time already
第{n}次遇到了 | it is number {n} of its kind
等得有点着急 | I am getting impatient
#grave.3
根本没法正常用 | it cannot be used properly
家里有孩子，不敢用 | with a child at home I dare not use it
要求换货 | I want it replaced
这质量说不过去 | this quality is not acceptable
#grave.4
再不处理我就投诉了 | without an answer I will file a complaint
已经影响到健康了 | it affects our health
必须给个说法 | I demand an explanation
#grave.5
太危险了，差点出事 | far too dangerous, it nearly ended badly
这是安全隐患，必须马上处理 | a safety hazard, deal with it at once
老人差点烫伤，太吓人了 | our old folks were nearly burnt, frightening
会不会着火？要求退货并检查这批货 | could it catch fire? Take it back and check the batch
"""

SENTENCES = """
#hello
 |
 |
你好， | Hello,
在吗？ | Anyone there?
请问， | Excuse me,
想反映一下， | I want to report:
亲， | Dear,
客服您好， | Dear service,
说个事， | One thing:
老顾客了， | An old customer here:
#bought
{who}{when}买的{adj}{item} | the {adj} {item} that {who} bought {when}
{when}下单的{adj}{item} | the {adj} {item} ordered {when}
刚收到的{adj}{item} | the {adj} {item} just received
在你们店买的{adj}{item} | the {adj} {item} from your shop
{who}在用的你们家{item} | the {item} of yours in use by {who}
#ask
请尽快处理 | please deal with it soon
什么时候能解决？ | when will it be solved?
麻烦给个处理方案 | please propose a solution
怎么办？ | what shall I do?
等你们回复 | waiting for your reply
能换一个吗？ | can it be exchanged?
希望有人管一下 | I hope somebody cares
 |
#end
。 | .
！ | !
！！ | !!
…… | ...
#moan
。 | .
！ | !
！！！ | !!!
…… | ...
[流泪] | [tears]
[怒] | [angry]
#smile
。 | .
！ | !
~ | .
！！ | !!
[心] | [heart]
[赞] | [thumbs up]
#cross
无语 | speechless
真的生气 | really angry
太失望了 | so disappointed
不会再买了 | never again
差评 | bad review
避雷 | stay away
#complaint
{hello}{bought}，{body}，{grave}，{ask}{moan} | {hello} {bought}: {body}, {grave}, {ask} {moan}
{hello}{body}，{bought}，{ask}{moan} | {hello} {body}, {bought}, {ask} {moan}
{bought}，{body}{moan}{grave}{moan.2} | {bought}: {body} {moan} {grave} {moan.2}
{cross}！{bought}，{body}，{grave}{moan} | {cross}! {bought}: {body}, {grave} {moan}
{hello}{body}，{grave}。{bought}，{ask}{moan} | {hello} {body}, {grave}. {bought}, {ask} {moan}
{bought}，{vague}，{body}，{ask}{moan} | {bought}: {vague}, {body}, {ask} {moan}
#unclear
{hello}{bought}，{vague}，{question}？ | {hello} {bought}: {vague}, {question}?
{hello}{bought}，{vague}，{ask}。 | {hello} {bought}: {vague}, {ask}.
{bought}，{vague}，{question}？{thanks}{end} | {bought}: {vague}, {question}? {thanks} {end}
#question
{item}有{colour}的吗 | does the {item} come in {colour}
{item}可以放洗碗机吗 | may the {item} go into the dishwasher
{sized}{item}大概多重 | how heavy is the {sized} {item}
{item}什么时候补货 | when is the {item} back in stock
发{city}大概几天到 | how many days to {city}
{item}保修多久 | how long is the guarantee on the {item}
{item}能用电磁炉吗 | does the {item} work on induction
送{who}的话{item}选哪款好 | as a gift for {who}, which {item} is best
{item}的配件单卖吗 | are parts of the {item} sold singly
{item}能开发票吗 | can I get an invoice for the {item}
{item}第一次用要怎么清洗 | how is the {item} cleaned before first use
{item}和{item.2}哪个更适合{n}个人 | {item} or {item.2}, which suits {n} people
#by
周末前 | before the weekend
月底前 | before the end of the month
春节前 | before the Spring Festival
{n.2}天内 | within {n.2} days
#thanks
谢谢 | thanks
麻烦了 | sorry for the trouble
在线等 | waiting online
先问问 | just asking
#enquiry
{hello}{question}？{thanks}{end} | {hello} {question}? {thanks} {end}
{hello}想买{adj}{item.3}，{question}？ | {hello} I want to buy the {adj} {item.3}, {question}?
{question}？{who.2}想{by}收到，{thanks}{end} | {question}? {who.2} would like it {by}, {thanks} {end}
#good
做工很细 | is finely made
颜值很高 | looks beautiful
出水很顺 | pours well
用着特别顺手 | is handy to use
包装很用心 | is packed with care
保温效果好 | keeps warm well
容易清洗 | is easy to clean
烧水安静 | boils quietly
手感温润 | feels smooth in the hand
质量没话说 | is of excellent quality
#glad
很喜欢 | love it
会回购 | will buy again
推荐 | recommended
五星好评 | five stars
谢谢客服耐心解答 | thanks to service for their patience
物超所值 | worth more than its price
{who.2}也夸好看 | {who.2} said it is pretty too
已经安利给朋友了 | told my friends already
#praise
{bought}，{good}，{good.2}，{glad}{smile} | {bought} {good}, {good.2}, {glad} {smile}
{glad}！{bought}{good}{smile} | {glad}! {bought} {good} {smile}
{bought}用了{n}天，{good}，{glad}，{glad.2}{smile} | {bought}, used for {n} days, {good}, {glad}, {glad.2} {smile}
#wish
{item}出个{colour} | make the {item} in {colour}
{item}出{sized}的 | make a {sized} {item}
说明书加个视频教程 | add a video to the manual
直播时间早一点 | hold the live show earlier
{item}的手柄做防烫 | make the handle of the {item} heat-proof
多发一些{item}的食谱 | post more recipes for the {item}
包装少用点塑料 | use less plastic in packing
会员送{item}的配件 | give members parts for the {item}
把{item}的盖子做成可拆的 | make the lid of the {item} removable
门店也能领线上的券 | let online coupons work in the stores
#why
这样{who.2}用起来方便 | easier for {who.2}
省得每次找 | saves searching each time
送人也好看 | nicer as a gift
很多人都在等 | many are waiting for it
现在的有点不方便 | today's is a bit inconvenient
#suggestion
{hello}建议{wish}，{why}{end} | {hello} I suggest: {wish}, {why} {end}
{hello}能不能{wish}？{why}{end} | {hello} could you {wish}? {why} {end}
{bought}很好，就是希望{wish}，{why}{end} | {bought} is fine, I only wish you would {wish}, {why} {end}
#remark.news
原来是这样，{thought} | so that is it, {thought}
这个消息{who}第一时间转了 | {who} passed this news on at once
新品什么时候到{city}门店 | when does the new product reach the {city} store
#remark.knowledge
学到了，{who}一直做错 | learnt something, {who} always did it wrong
收藏了，{by}试试 | saved, will try it {by}
{n}步就能搞定，实用 | done in {n} steps, practical
水温这点终于说清楚了 | the water temperature is clear at last
#remark.interactive
我选第{n}个 | I choose number {n}
参加了，求好运 | joined in, wish me luck
{who}选{colour}，不接受反驳 | {who} choose {colour}, no objections
答案是{n}吧 | the answer is {n}, right
#remark.story
看哭了，想起{who} | moved to tears, it reminds me of {who}
这个故事有温度 | a warm story
{city}的老茶馆就是这样 | just like the old tea houses of {city}
拍得真好，想回{city} | so well shot, I want to go back to {city}
#remark.user_feedback
我家也是{adj}{item}，同款 | we have the same {adj} {item}
晒单看得心动了 | the customers' photos tempt me
真实评价才敢买 | real reviews make me dare to buy
{who}用了{n}个月，说说感受 | {who} used it for {n} months, some impressions
#thought
有用 | useful
涨知识 | learnt something
值得试试 | worth a try
讲得清楚 | clearly told
挺意外的 | quite a surprise
#cheer
支持 | support
喜欢 | love it
太好看了 | so pretty
赞 | thumbs up
期待下一期 | waiting for the next one
爱了 | in love
#meh
一般般吧 | so-so
看看再说 | will see
路过 | just passing
有没有人用过 | has anybody used it
观望中 | watching
#boo
广告味太浓 | smells of advertising
没诚意 | not sincere
越来越水 | shallower each time
取关了 | unfollowed
又是套路 | the same trick again
别光发视频，先把问题解决 | stop posting videos and solve problems first
#talk
{item}真香 | the {item} is great after all
就冲{colour}这个颜色 | for the {colour} alone
{who}也在看 | {who} is watching too
{city}打卡 | greetings from {city}
第{n}次看了 | watched it {n} times
已经买了{n}个 | bought {n} already
等{item}降价 | waiting for the {item} to get cheaper
蹲一个{item} | waiting for a {item}
{item}配{item.2}刚好 | {item} and {item.2} go together
#comment.pos
{cheer}！{remark}，{talk}{smile} | {cheer}! {remark}, {talk} {smile}
{remark}，{cheer}{smile} | {remark}, {cheer} {smile}
{talk}，{cheer}，{remark}{smile} | {talk}, {cheer}, {remark} {smile}
#comment.neu
{remark}，{meh}{end} | {remark}, {meh} {end}
{meh}，{question}？ | {meh}, {question}?
{talk}，{remark}，{meh}{end} | {talk}, {remark}, {meh} {end}
#comment.neg
{boo}！{bought}，{body}{moan} | {boo}! {bought}: {body} {moan}
{body}，{boo}，{cross}{moan} | {body}, {boo}, {cross} {moan}
{remark}？{boo}，{cross}，{talk}{moan} | {remark}? {boo}, {cross}, {talk} {moan}
#comment.demand
{cheer}，求出{demand}！{talk}{smile} | {cheer}, please make the {demand}! {talk} {smile}
{remark}，什么时候有{demand}？{who.2}等{n}个月了{smile} | {remark}, when is the {demand} out? {who.2} waited {n} months {smile}
{talk}，要是有{demand}就好了，{why}{smile} | {talk}, if only there were a {demand}, {why} {smile}
还是想要{demand}，{who.2}也说要{demand}{smile} | still want the {demand}, {who.2} say they want the {demand} too {smile}
"""

WORDS = vocabulary(THINGS, ISSUES, SENTENCES)
