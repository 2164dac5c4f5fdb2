namespace Repeater.Bench;

/// <summary>A page with thirty formulas, and the same page with text of about their length in their place.</summary>
static class FormulaPages
{
    static readonly (string Formula, string Text)[] Parts =
    [
        (@"$ax^2+bx+c=0$", "ax2 + bx + c = 0"),
        (@"$\Delta=b^2-4ac\ge 0$", "D = b2 - 4ac ≥ 0"),
        (@"$x_{1,2}=\frac{-b\pm\sqrt{\Delta}}{2a}$", "x = (-b ± √D) / 2a"),
        (@"$\sum_{n=1}^{\infty}\frac{1}{n^2}=\frac{\pi^2}{6}$", "Σ 1/n2 = π2/6"),
        (@"$e^{i\theta}=\cos\theta+i\sin\theta$", "exp(it) = cos t + i sin t"),
        (@"\(\vec a\cdot\vec b=\|\vec a\|\,\|\vec b\|\cos\theta\)", "a · b = |a| |b| cos t"),
        (@"\(P(A\mid B)=\frac{P(B\mid A)P(A)}{P(B)}\)", "P(A|B) = P(B|A) P(A) / P(B)"),
        (@"\(\nabla\times\mathbf{E}=-\frac{\partial\mathbf{B}}{\partial t}\)", "rot E = -dB/dt"),
        (@"$$\int_{-\infty}^{\infty}e^{-x^2}\,dx=\sqrt{\pi}$$", "∫ exp(-x2) dx = √π"),
        (@"$$A=\begin{pmatrix}1&2\\3&4\end{pmatrix},\quad\det A=-2$$", "A = (1, 2; 3, 4), det A = -2"),
    ];

    public static string WithFormulas(int number) => Page(number, part => part.Formula);

    public static string WithText(int number) => Page(number, part => part.Text.Insert(0, part.Formula.StartsWith("$$", StringComparison.Ordinal) ? "\n\n" : ""));

    static string Page(int number, Func<(string Formula, string Text), string> choose)
    {
        var page = new System.Text.StringBuilder($"## 第 {number} 题\n\n");
        for (var round = 1; round <= 3; round++)
        {
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"### {round}. 推导\n\n");
            foreach (var part in Parts)
            {
                page.Append("由上面的讨论可以知道，下面的等式对所有满足条件的实数都成立：").Append(choose(part))
                    .Append("\n\n其中各个符号的意义与前文相同，代入数值以后就可以得到所求的结果，请注意检查定义域。");
            }

            page.Append("\n\n");
        }

        return page.ToString();
    }
}
