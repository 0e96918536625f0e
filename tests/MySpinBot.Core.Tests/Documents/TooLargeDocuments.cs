using System.Text;
using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Tests.Documents;

public sealed class TooLargeDocuments
{
    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Json_nested_10_000_deep_is_refused(char open, char close)
    {
        var opening = open == '[' ? "[" : "{\"a\":";
        var json = string.Concat(Enumerable.Repeat(opening, 10_000)) + "1" + new string(close, 10_000);

        var problem = GraphReader.Read(Encoding.UTF8.GetBytes("{\"n\": {\"class_type\": \"T\", \"inputs\": {\"x\": " + json + "}}}"), ReadLimits.Default).Problems.ShouldHaveSingleItem();

        problem.Code.ShouldBe(ProblemCodes.DocumentTooLarge);
        problem.Sentence.ShouldStartWith("The document nests lists and objects more than 256 deep (line 1, column ");
    }

    [Fact]
    public void Json_nested_256_deep_is_taken()
    {
        var json = "{\"n\": {\"class_type\": \"T\", \"inputs\": {\"x\": " + new string('[', 253) + new string(']', 253) + "}}}";

        var read = GraphReader.Read(Encoding.UTF8.GetBytes(json), ReadLimits.Default);

        read.Problems.ShouldBeEmpty();
        GraphWriter.Write(read.Document!).ShouldNotBeEmpty();
    }

    [Fact]
    public void A_document_of_50_MB_is_refused_by_its_size_alone()
    {
        var problem = GraphReader.Read(new byte[50_000_000], ReadLimits.Default).Problems.ShouldHaveSingleItem();

        problem.Code.ShouldBe(ProblemCodes.DocumentTooLarge);
        problem.Sentence.ShouldBe("The document has more than 33554432 bytes, which is the most that is taken. Put large data into files and name those.");
    }

    [Fact]
    public void A_document_of_50_MB_is_read_where_the_limit_allows_it()
    {
        var json = new StringBuilder("{");
        for (var i = 0; json.Length < 50_000_000; i++)
        {
            json.Append(i == 0 ? "" : ",").Append(System.Globalization.CultureInfo.InvariantCulture, $"\"{i}\":{{\"class_type\":\"T\",\"inputs\":{{\"text\":\"{new string('x', 4000)}\",\"n\":[\"{i - 1}\",0]}}}}");
        }

        var read = GraphReader.Read(Encoding.UTF8.GetBytes(json.Append('}').ToString()), new ReadLimits(MaxBytes: 64_000_000));

        read.Problems.ShouldBeEmpty();
        read.Document!.Nodes.Length.ShouldBeGreaterThan(12_000);
    }

    [Fact]
    public void Subgraphs_are_followed_32_deep()
    {
        var json = string.Concat(Enumerable.Repeat("{\"nodes\": {}, \"subgraphs\": {\"s\": ", 40)) + "{\"nodes\": {}}" + string.Concat(Enumerable.Repeat("}}", 40));

        GraphReader.Read(Encoding.UTF8.GetBytes(json), ReadLimits.Default).Problems.ShouldHaveSingleItem().Code.ShouldBe(ProblemCodes.DocumentTooLarge);
    }
}
