using System.Text;
using MySpinBot.Server.Bodies;

namespace MySpinBot.Server.Tests.Bodies;

public sealed class Texts_in_JSON
{
    [Theory]
    [InlineData("""{"a":"b"}""", true)]
    [InlineData("""{"a":"\\ud800 is written with a backslash"}""", true)]
    [InlineData("""{"a":"\ud83d\ude00"}""", true)]
    [InlineData("""{"a":"\uD83D\uDE00\n\"é"}""", true)]
    [InlineData("""{"a":"\ud83d"}""", false)]
    [InlineData("""{"a":"\ude00"}""", false)]
    [InlineData("""{"a":"\ude00\ud83d"}""", false)]
    [InlineData("""{"a":"\ud83d\n\ude00"}""", false)]
    [InlineData("""{"a":"\\\ud83d"}""", false)]
    [InlineData("""{"\ud83d\ud83d\ude00":1}""", false)]
    [InlineData("\"\\", true)]
    [InlineData("\"\\u", true)]
    [InlineData("\"\\ud83d\\u", false)]
    public void Have_no_halves_of_characters(string json, bool whole) => JsonTexts.AreWhole(Encoding.UTF8.GetBytes(json)).ShouldBe(whole);

    [Fact]
    public void Are_UTF_8() => JsonTexts.AreWhole([(byte)'"', 0xff, (byte)'"']).ShouldBeFalse();
}
