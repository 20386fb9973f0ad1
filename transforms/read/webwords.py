"""What government sites write around a text: labels of their head tables, and the words of their tools."""

import re

# The name under which a value is kept (none: it is not), to the labels that sites print.
LABELS = {
    "索引号": "索引号 信息索引号 索取号 信息索引 编号",
    "发布机构": "发布机构 发布单位 发布机关 发文机关 发文单位 发文机构 公开机构 公开单位 公开主体"
    " 信息发布机构 制发机关 制发单位 制作单位 责任部门 责任单位",
    "成文日期": "成文日期 成文时间 生成日期 生成时间 发文日期 制发日期 印发日期 印发时间",
    "发布日期": "发布日期 发布时间 公开日期 公开时间 发文时间 上传时间 更新时间 录入时间 信息日期 日期 时间",
    "文号": "文号 发文字号 发文文号 文件编号 文件字号",
    "标题": "标题 名称 信息名称 文件名称 信息标题",
    "主题分类": "主题分类 信息分类 分类 所属主题 公开类别 信息类别 公开目录 组配分类 主题类别 栏目 所属栏目",
    "主题词": "主题词 关键词 关键字",
    "来源": "来源 信息来源 文章来源 稿件来源 消息来源 稿源",
    "作者": "作者 供稿 撰稿",
    "责任编辑": "责任编辑 编辑 责编 审核 审核人 信息员 录入 签发",
    "有效性": "有效性 时效 时效性 效力状态 是否有效 生效日期 废止日期 失效日期",
    "体裁": "体裁 体裁分类 文种 公文种类 服务对象",
    "公开方式": "公开方式 公开范围 公开时限 公开程序 公开形式 公开属性 公开责任部门",
    "内容概述": "内容概述 摘要 内容摘要",
    "浏览次数": "浏览次数 浏览量 浏览 点击 点击数 点击量 点击率 点击次数 访问量 访问次数"
    " 阅读次数 阅读量 阅读 人气",
    "": "字体 字号 字体大小 视力保护色 分享 分享到",
}
# Labels that a report's own text may use as well: they count only beside others, or outside the prose.
WEAK = frozenset({"编号", "日期", "时间", "标题", "名称", "分类", "栏目", "来源", "作者", "编辑", "审核",
                  "录入", "摘要", "时效", "责任单位", "责任部门", "服务对象", "供稿", "签发", "浏览",
                  "阅读", "分享", "关键词", "主题词", "人气", "信息员", "文号", "责任编辑"})  # fmt: skip
DATED = re.compile(r"\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?)\s*")
KEY_OF = {label: key for key, labels in LABELS.items() for label in labels.split()}
_SPACED = "|".join(r"\s*".join(label) for label in sorted(KEY_OF, key=len, reverse=True))
LABEL = re.compile(rf"(?<![\u3400-\u9fff])[【\[（]?\s*({_SPACED})\s*[】\]）]?\s*[：:︰]\s*")
BARE = re.compile(rf"[【\[（]?\s*({_SPACED})\s*[】\]）]?\s*[：:︰]?\s*")

# A whole line of tools, which is never a report's.
_TOOLS = (
    "打印(?:本页|本文|此页|此文|页面|正文)?|关闭(?:窗口|本页|页面|此页)?|(?:加入)?收藏(?:本页)?|设为首页|网站地图"
    "|返回(?:顶部|首页|上一?页|列表)?|顶部|首页|分享(?:到|至)?|纠错|我要(?:纠错|评论|打印|分享|咨询)|(?:信息)?反馈"
    "|字体(?:大小)?|字号|大|中|小|默认|超大|A\\s*[+-]|复制(?:链接|本页网址)|下载(?:本文|全文)?|语音播报|朗读|播放|暂停"
    "|(?:新浪)?微博|微信|朋友圈|QQ(?:空间|好友)?|扫一扫[^。]{0,16}|扫码[^。]{0,12}|用?手机(?:扫|看|阅读|浏览|查看)[^。]{0,12}"
    "|无障碍(?:浏览|阅读)?|适老版|长者模式|[繁简]体版?|登录|注册|搜索|正文|保护视力色?|背景色"
    "|(?:当前|所在|您的?|您现在的?|你的?|现在)(?:所在)?位置[：:].*|[上下前后]一(?:篇|条|页)[：:]?.*"
)
_BETWEEN = r"[\s【】\[\]（）()|｜/,，。、：:;；·>»\-—*]*+"
TOOL_LINE = re.compile(rf"(?:{_BETWEEN}(?>{_TOOLS}))++{_BETWEEN}")
RELATED = re.compile(
    r"[\s【\[]*(?:相关(?:链接|文章|新闻|信息|阅读|稿件|解读|文件|附件|内容|推荐|报道|资讯|政策)|延伸阅读|推荐阅读"
    r"|热门(?:文章|推荐|信息|排行)|最新(?:信息|文章|动态)|猜你喜欢|友情链接|网站链接|附件下载)[\s】\]：:]*"
)
FOOTER = re.compile(
    r"版权所有|备案号|ICP备|公网安备|网站标识码|[主承]办(?:单位)?[：:]|技术支持|copyright|©|网站地图|(?:联系|关于)我们",
    re.IGNORECASE,
)
SITE_NAMES = re.compile(
    r"(?:^|[-_\s])(?:side|aside|nav|foot|footer|bottom|relat\w*|recommend\w*|hot|rank\w*|copyright|crumbs?"
    r"|position|location|share|bdshare\w*|tools?|menu|banner|topbar|header|qrcode|ewm|links?|comment\w*)"
    r"(?:$|[-_\s\d])"
    r"|sidebar|xgwz|xgxw|breadcrumb",
    re.IGNORECASE,
)
# Within a page's <title>: what the site adds behind the title of the text.
SITE_PART = re.compile(r"\s*(?:[-_—–|｜_>»]+|\s{2,})\s*[^-_—–|｜>»]*$")
SITE_NAME = re.compile(r"(?:网|网站|门户|平台|首页)$")
