namespace Repeater.Bench;

/// <summary>Pages to draw; the number makes each a little different, so that nothing remembers a whole one.</summary>
static class RenderPages
{
    /// <summary>One page as a model writes it: headings, a table, code, lists, emoji.</summary>
    public static string Reply(int number) => $$"""
        ## 第 {{number}} 个问题：如何用 Python 读取 CSV 文件 📄

        当然可以！读取 CSV 有 **三种常用方法**，各有优缺点。下面先给出对比，再给出完整的示例代码，最后说明几个容易出错的地方：编码、分隔符和内存占用。如果你的文件只有几千行，任何一种方法都足够快；只有当文件大到内存放不下的时候，方法之间的差别才真正重要，到那时也可以考虑先把数据导入数据库，再用查询语句处理。

        | 方法 | 速度 | 依赖 | 适合的场景 | 推荐 |
        |:-----|:----:|:----:|:-----------|:----:|
        | `csv` 模块 | 中 | 无 | 小文件、脚本、逐行处理 | ✅ |
        | `pandas` | 快 | 较大 | 数据分析、统计、可视化 | ⭐ |
        | 手动 `split` | 慢 | 无 | 只用于学习，不要用于生产 | ❌ |

        ### 1. 使用标准库

        标准库里的 `csv` 模块不需要安装任何东西，可以正确处理引号、逗号和换行：

        ```python
        import csv

        with open("data-{{number}}.csv", encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)          # 第一行是表头
            for row in reader:
                print(row["姓名"], int(row["年龄"]) + 1)
        ```

        ### 2. 使用 pandas

        ```python
        import pandas as pd

        df = pd.read_csv("data-{{number}}.csv", encoding="utf-8", dtype={"编号": str})
        print(df.head(5))                          # 前五行
        print(df.groupby("部门")["工资"].mean())   # 每个部门的平均工资
        ```

        > [!TIP]
        > 如果中文出现乱码，试试 `encoding="gbk"` 或者 `encoding="utf-8-sig"`；后者可以去掉文件开头的 BOM。

        ### 3. 常见的问题

        1. **编码错误**：Windows 上的 Excel 默认保存为 GBK，报错 `UnicodeDecodeError` 时先检查编码。
        2. **分隔符不同**：有的文件用分号或制表符，请指定 `sep=";"` 或 `sep="\t"`。
        3. **文件太大**：用 `chunksize=100000` 分块读取，内存占用会小得多。
           - 每一块都是一个 DataFrame
           - 处理完一块就可以释放

        更多内容请看[官方文档](https://pandas.pydata.org/docs/)。The official documentation describes every parameter of the reader functions, including type conversion, missing values, dates and compressed files, with many examples you can run directly. 祝你成功😀！还有别的问题吗？🎉
        """;

    public static string ChineseAndLatin(int number) => $"""
        # 第 {number} 章 The beginning

        混沌初开，乾坤始奠。气之轻清上浮者为天，气之重浊下凝者为地。**日月五星，谓之七政**；天地与人，谓之三才。

        The quick brown fox jumps over the lazy dog. *Italic text* with an occasional **bold word** inside, and `inline code` too.

        - 第一项 first item
        - 第二项 second item
        """;

    public static string EveryFont(int number) => $"""
        # 第 {number} 页 **Every font** 😀🎉👨‍👩‍👧‍👦🇨🇳

        汉字 *斜体* ***粗斜***，Latin **bold** *italic*，한국어 **굵게**，日本語カタカナ，∀x∈ℝ ∑ ⟶ 𝔄𝔅ℭ，★ ☎ ♔ ⠓，עברית 𓂀

        `code` *`italic code`* **`bold code`** 中文`代码`

        ```python
        def 函数(x):  # 注释
            return "한국어 😀 ∑"
        ```
        """;
}
