using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Arranging_pictures_on_a_sheet
{
    private static readonly Image Red = Samples.Flat(4, 2, 1, 0, 0);
    private static readonly Image Blue = Samples.Flat(4, 2, 0, 0, 1);

    [Fact]
    public void Pictures_stand_in_rows_with_a_gap_between_and_around()
    {
        var sheet = Arrange([Red, Blue, Blue], columns: 2, gap: 1);

        Drawn(sheet).ShouldBe("""
            ...........
            .rrrr.bbbb.
            .rrrr.bbbb.
            ...........
            .bbbb......
            .bbbb......
            ...........
            """, StringCompareShould.IgnoreLineEndings);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 2)]
    [InlineData(7, 3)]
    public void Without_a_number_of_columns_few_stand_in_one_row_and_more_in_a_square(int pictures, int columns)
        => Arrange([.. Enumerable.Repeat(Red, pictures)], gap: 0).Width.ShouldBe(4 * columns);

    [Fact]
    public void A_batch_is_as_many_pictures()
    {
        var batch = Image.Create(3, 2, 4, 3, pixels => Array.Fill(pixels, 1f));

        Arrange([Red, batch], gap: 0, columns: 4).Width.ShouldBe(16);
    }

    [Fact]
    public void A_picture_is_fitted_into_its_cell_as_asked()
    {
        Drawn(Arrange([Red], cellWidth: 4, cellHeight: 4, gap: 0, fit: "contain")).ShouldBe("....\nrrrr\nrrrr\n....");
        Drawn(Arrange([Red], cellWidth: 4, cellHeight: 4, gap: 0, fit: "cover")).ShouldBe("rrrr\nrrrr\nrrrr\nrrrr");
        Drawn(Arrange([Red], cellWidth: 2, cellHeight: 4, gap: 0, fit: "none")).ShouldBe("..\nrr\nrr\n..");
        var sides = Image.Own(1, 1, 4, 3, [1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0]);
        Drawn(Arrange([sides], cellWidth: 1, cellHeight: 1, gap: 0, fit: "cover")).ShouldBe("b", "the middle is what remains");
        Arrange([sides], cellWidth: 8, cellHeight: 4, gap: 0, fit: "stretch").Pixels[0].ShouldBe(1f, 0.1f);
    }

    [Fact]
    public void One_size_of_a_cell_gives_the_other_by_the_first_pictures_ratio()
    {
        var sheet = Arrange([Red], cellWidth: 40, gap: 0);

        (sheet.Width, sheet.Height).ShouldBe((40, 20));
    }

    [Fact]
    public void What_is_transparent_shows_the_sheet()
    {
        var half = Image.Own(1, 1, 1, 4, [1, 1, 1, 0.25f]);

        Arrange([half], gap: 0).Pixels.ToArray().ShouldBe([0.25f, 0.25f, 0.25f]);
    }

    [Fact]
    public void Labels_stand_on_one_base_line_under_their_pictures()
    {
        var wide = Samples.Flat(80, 40, 0, 0, 0);

        var sheet = Arrange([wide, wide, wide], labels: ["one\nnnn", "gjp"], gap: 0);

        sheet.Height.ShouldBeInRange(52, 70);
        var rows = Enumerable.Range(0, 3).Select(cell => InkRows(sheet, cell * 80, 80)).ToArray();
        rows[1].First.ShouldBe(rows[0].First, "n and o are of one height");
        rows[1].Last.ShouldBeInRange(rows[0].Last - 1, rows[0].Last);
        rows[2].Last.ShouldBeGreaterThan(rows[1].Last, "g hangs below the line");
    }

    [Fact]
    public void No_pictures_and_too_many_are_refused_with_a_sentence()
    {
        Should.Throw<NodeFailure>(() => Arrange([])).Message.ShouldContain("connect at least one");
        Should.Throw<NodeFailure>(() => Arrange([Image.Create(200, 1, 2, 3, Array.Clear)], cellWidth: 8000)).Message.ShouldContain("give a smaller cell_width");
    }

    private static Image Arrange(IReadOnlyList<Image> images, IReadOnlyList<string>? labels = null, int columns = 0, int cellWidth = 0, int cellHeight = 0, string fit = "contain", int gap = 8)
        => ImageGridNode.Arrange(images, CancellationToken.None, labels, columns, cellWidth, cellHeight, fit, gap, "#000000");

    private static (int First, int Last) InkRows(Image sheet, int left, int width)
    {
        var rows = Enumerable.Range(40, sheet.Height - 40)
            .Where(y => Enumerable.Range(left, width).Any(x => sheet.Pixels[((y * sheet.Width) + x) * 3] > 0.4f)).ToArray();
        return (rows[0], rows[^1]);
    }

    private static string Drawn(Image sheet) => string.Join('\n', Enumerable.Range(0, sheet.Height).Select(y => string.Concat(Enumerable.Range(0, sheet.Width)
        .Select(x => sheet.Pixels.Slice(((y * sheet.Width) + x) * 3, 3) is var p && p[0] > 0.5f ? 'r' : p[2] > 0.5f ? 'b' : '.'))));
}
