using System.Diagnostics;
using System.Text.Json;

namespace Repeater.Bench;

/// <summary>How soon people see what was written: the image of a reply after its last token, and twenty texts drawn at once.</summary>
static class ReplyBench
{
    const int AtOnce = 20;
    const int Replies = 40;

    /// <summary>What a model answers to a question about programming: 1,500 characters, two of its blocks code.</summary>
    const string Reply = """"
        ## 快速排序 ⚡

        **快速排序**是一种*分治*算法：先选一个“基准”，把数组分成比它小和比它大的两部分，再分别对这两部分排序。平均时间复杂度是 `O(n log n)`，最坏情况下是 `O(n²)`，但在实际使用中它通常是最快的通用排序算法之一 🚀。

        ### 一、Python 实现

        ```python
        from typing import List

        def quick_sort(items: List[int]) -> List[int]:
            """返回一个排好序的新列表，不改变原来的列表。"""
            if len(items) <= 1:
                return items
            pivot = items[len(items) // 2]  # 取中间的元素作为基准
            left = [x for x in items if x < pivot]
            middle = [x for x in items if x == pivot]
            right = [x for x in items if x > pivot]
            return quick_sort(left) + middle + quick_sort(right)

        if __name__ == "__main__":
            print(f"结果：{quick_sort([3, 6, 8, 10, 1, 2, 1])}")
        ```

        ### 二、原地排序的 C++ 版本

        ```cpp
        void quickSort(std::vector<int>& a, int low, int high) {
            if (low >= high) return;
            int pivot = a[(low + high) / 2], i = low, j = high;
            while (i <= j) {
                while (a[i] < pivot) i++;
                while (a[j] > pivot) j--;
                if (i <= j) std::swap(a[i++], a[j--]);
            }
            quickSort(a, low, j);   // 左半部分
            quickSort(a, i, high);  // 右半部分
        }
        ```

        ### 三、几种排序算法的比较

        | 算法 | 平均 | 最坏 | 空间 | 稳定 |
        |:--|:-:|:-:|:-:|:-:|
        | 快速排序 | n log n | n² | log n | ❌ |
        | 归并排序 | n log n | n log n | n | ✅ |
        | 堆排序 | n log n | n log n | 1 | ❌ |
        | 冒泡排序 | n² | n² | 1 | ✅ |

        ### 四、使用时的注意事项

        1. 基准选得不好（例如总是选第一个元素）时，对已经有序的数组会退化成 `O(n²)`，所以常用*三数取中*或随机选择。
        2. 第一种写法清楚易懂，但会复制数据；数据量很大时应使用第二种写法。
        3. 小数组（少于 16 个元素）改用插入排序会更快，这也是标准库里 `std::sort` 的做法。
        4. 如果需要稳定的结果，也就是相等的元素保持原来的先后顺序，请使用归并排序，或直接使用 Python 的 `sorted()`。

        > 💡 小提示：面试时先说清楚思路，再写代码；写完以后记得用空数组、单个元素和全部相等的数组测试一遍。

        需要我再解释一下*为什么*平均复杂度是 `O(n log n)` 吗？😊
        """";

    public static async Task MeasureAsync(string binary, Action<string, double, string> print)
    {
        await using var upstream = await Upstream.StartAsync(TimeSpan.Zero, Reply);
        using (var server = await ServerProcess.Start(binary, upstream.ModelsFile()).ListeningAsync())
        {
            using var connection = await HttpConnection.OpenAsync(server.EndPoint);
            print("characters of the reply", Reply.Length, "");
            print("last token to answer with image, the first after the start", await AfterLastTokenAsync(), "ms");
            var times = new List<double>();
            for (var i = 0; i < Replies; i++)
            {
                times.Add(await AfterLastTokenAsync());
            }

            times.Sort();
            print($"  median of {Replies} more", times[Replies / 2], "ms");
            print("  slowest", times[^1], "ms");
            print("  memory at rest", server.MemoryMb, "MB");

            async Task<double> AfterLastTokenAsync()
            {
                await connection.SendAsync(HttpConnection.Form("/chat/completion/u", "message=hi&rendering=true"));
                return Stopwatch.GetElapsedTime(upstream.LastToken).TotalMilliseconds;
            }
        }

        var form = HttpConnection.Form("/render/u", $"text={Uri.EscapeDataString(Reply)}");
        var json = HttpConnection.Json("/render/u", $$"""{"text":"{{JsonEncodedText.Encode(Reply)}}"}""");
        foreach (var (name, request) in new[] { ("form", form), ("JSON", json) })
        {
            using var server = await ServerProcess.Start(binary).ListeningAsync();
            print($"{AtOnce} texts at once ({name}), right after the start", await TogetherAsync(server, request), "ms");
            print("  again", await TogetherAsync(server, request), "ms");
            print("  most memory", server.PeakMemoryMb, "MB");
        }
    }

    static async Task<double> TogetherAsync(ServerProcess server, byte[] request)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            using var connection = await HttpConnection.OpenAsync(server.EndPoint);
            await connection.SendAsync(request);
        }));
        return watch.Elapsed.TotalMilliseconds;
    }
}
